package org.ruhu.phone.harness

import android.content.Context
import android.content.res.Configuration
import org.robolectric.RuntimeEnvironment

/** The phones that pictures are made on: a small one with large text, a tall one, both languages, by day and by night. */
data class Variant(val qualifiers: String, val fontScale: Float) {
    /** Makes the test's system this phone. Before the app is opened. */
    fun put() {
        RuntimeEnvironment.setQualifiers(qualifiers)
        RuntimeEnvironment.setFontScale(fontScale)
    }

    companion object {
        private const val SMALL = "w360dp-h640dp"
        private const val TALL = "w360dp-h780dp"

        val all: List<Variant> = listOf("zh-rCN", "en").flatMap { language ->
            listOf("notnight", "night").flatMap { light ->
                listOf(
                    Variant("$language-$SMALL-$light-xhdpi", 1.3f),
                    Variant("$language-$TALL-$light-xxhdpi", 1f),
                )
            }
        }

        /** "720x1280-zh", "1080x2340-en-night": as the system stands now. */
        fun now(context: Context): Name {
            val metrics = context.resources.displayMetrics
            val configuration = context.resources.configuration
            val night = configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK == Configuration.UI_MODE_NIGHT_YES
            val language = configuration.locales[0].language
            return Name("${metrics.widthPixels}x${metrics.heightPixels}-$language" + if (night) "-night" else "")
        }
    }

    /** The part of a picture's name that says on which phone. */
    data class Name(val name: String)
}
