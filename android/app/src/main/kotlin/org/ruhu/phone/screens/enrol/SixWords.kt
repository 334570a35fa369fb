package org.ruhu.phone.screens.enrol

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.inside
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.wide

/** The six words of a server's key, large and numbered, in the order of the printed sheet: two to a line. */
fun sixWords(context: Context, words: List<String>): LinearLayout {
    val lines = words.withIndex().chunked(2).map { pair ->
        context.row(*pair.map { (at, word) -> oneWord(context, at + 1, word) }.toTypedArray()).wide()
    }
    return context.column(*lines.toTypedArray()).wide()
}

private fun oneWord(context: Context, number: Int, word: String): View = context.row(
    context.text(R.style.Text_Small, "$number").margins(right = context.dp(10)),
    context.text(R.style.Text_Word, word),
).apply {
    background = context.ground(R.color.card, R.color.line)
    inside(context.dp(14), context.dp(10))
    contentDescription = "$number $word"
    isFocusable = true
    grow()
    margins(context.dp(3), context.dp(3), context.dp(3), context.dp(3))
}
