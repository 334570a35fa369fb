package org.ruhu.phone.screens.visit

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.Cadre
import org.ruhu.phone.ui.Flow
import org.ruhu.phone.ui.Typing
import org.ruhu.phone.ui.chip
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.inside
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.pressed
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.textBox

/** Who came along: names as chips; looked for when they are many. */
class CompanionsCard(private val context: Context, private val tell: (VisitEvent) -> Unit) {
    private val search = context.textBox(R.string.visit_companions_search, Typing.Line) { tell(VisitEvent.SearchCompanion(it)) }.apply {
        background = context.ground(R.color.paper, R.color.line)
        inside(context.dp(14), context.dp(8))
        margins(bottom = context.dp(8))
    }
    private val names = Flow(context)
    private val nobody = context.text(R.style.Text_Body, context.getString(R.string.visit_companions_none))
    private val inner: View = context.column(search, names, nobody)
    private val fold = Folded(context, R.string.visit_companions, inner) { tell(VisitEvent.Unfold(FoldedCard.Companions)) }
    private var shown: List<Cadre> = emptyList()

    val view: LinearLayout get() = fold.view

    fun show(state: VisitState) {
        val chosen = state.here.door?.draft?.companions.orEmpty().toSet()
        fold.show(FoldedCard.Companions in state.open, chosen.size)
        val known = state.companions.known
        search.shownIf(known != null && known.size > Companions.MOST)
        nobody.shownIf(known != null && known.isEmpty())
        val now = state.companions.shown(chosen)
        if (now != shown) {
            shown = now
            names.removeAllViews()
            now.forEach { cadre -> names.addView(context.chip(cadre.name) { tell(VisitEvent.Companion(cadre.id)) }) }
        }
        now.forEachIndexed { at, cadre -> (names.getChildAt(at) as android.widget.TextView).pressed(cadre.id in chosen) }
    }
}
