package org.ruhu.phone.ui

import android.content.Context
import android.content.res.Configuration
import org.ruhu.phone.core.Language
import org.ruhu.phone.core.Text
import java.util.Locale

/** The language and region that this context's resources are in. */
val Context.locale: Locale get() = resources.configuration.locales[0]

/** Whether the words on the screen are Chinese. */
fun isChinese(context: Context): Boolean = context.locale.language != "en"

/** The system's name of one of the app's two languages. */
fun Language.locale(): Locale = when (this) {
    Language.ZH -> Locale.SIMPLIFIED_CHINESE
    Language.EN -> Locale.ENGLISH
}

/** The same context, whose resources are in this language. */
fun Context.inLanguage(language: Language): Context =
    createConfigurationContext(Configuration().apply { setLocale(language.locale()) })

/**
 * A sentence of the resources in both languages, as the core's own texts are: an error is made where nobody knows yet on which
 * screen, and so in which language, it is shown.
 */
fun Context.inBothLanguages(words: Int, vararg parts: Any): Text =
    Text(inLanguage(Language.ZH).getString(words, *parts), inLanguage(Language.EN).getString(words, *parts))
