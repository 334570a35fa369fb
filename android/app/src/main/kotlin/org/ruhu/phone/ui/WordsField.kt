package org.ruhu.phone.ui

import android.content.Context
import android.view.View
import org.ruhu.phone.R

/**
 * A text that is put together by taps: quick phrases under a field, so that nobody has to type. A phrase tapped again
 * goes out again; what was typed beside it stays.
 */
class WordsField(private val context: Context, hint: Int, private val heard: (String) -> Unit) {
    private var now = ""
    private val field = context.textBox(hint, Typing.Lines) {
        if (it != now) {
            now = it
            heard(it)
        }
    }
    private val phrases = Choices<String>(context) { heard(withPhrase(now, it, context.getString(R.string.phrase_between))) }

    /** The field with the phrases under it. */
    val view: View = context.column(field, phrases.view.wide().margins(top = context.dp(8))).wide()

    /** Shows the text, and which of the phrases are in it. */
    fun show(words: String, offered: List<String>) {
        now = words
        field.keeps(words)
        val parts = partsOf(words)
        phrases.show(offered.map { it to it }, offered.filter { it in parts }.toSet())
    }
}

private val BETWEEN = Regex("[；;]")

private fun partsOf(text: String): List<String> = text.split(BETWEEN).map(String::trim).filter(String::isNotEmpty)

/** The text with this phrase at its end; without it if it was in it. */
fun withPhrase(text: String, phrase: String, between: String): String {
    val parts = partsOf(text)
    return (if (phrase in parts) parts - phrase else parts + phrase).joinToString(between)
}
