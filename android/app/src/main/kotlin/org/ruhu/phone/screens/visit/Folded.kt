package org.ruhu.phone.screens.visit

import android.content.Context
import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.inside
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.px
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.textButton
import org.ruhu.phone.ui.wide

/** A card whose inside is folded away until it is wanted; its head says how much in it is filled in. */
class Folded(private val context: Context, private val title: Int, private val inner: View, press: () -> Unit) {
    private val head = context.textButton { press() }.apply {
        gravity = Gravity.CENTER_VERTICAL or Gravity.START
        wide()
    }

    val view: LinearLayout = context.card(head, inner.wide().margins(top = context.dp(8))).apply {
        inside(context.px(R.dimen.inside), context.dp(4))
    }

    fun show(open: Boolean, filled: Int) {
        inner.shownIf(open)
        view.setPadding(view.paddingLeft, view.paddingTop, view.paddingRight, context.dp(if (open) 14 else 4))
        val words = context.getString(title) + if (filled > 0) " · $filled" else ""
        head.text = "$words  ${if (open) "▴" else "▾"}"
        head.contentDescription = context.getString(if (open) R.string.folded_open else R.string.folded_shut, words)
    }
}
