package org.ruhu.phone.screens.verdict

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.Verdict
import org.ruhu.phone.screens.Showing
import org.ruhu.phone.screens.visit.PositionCure
import org.ruhu.phone.screens.visit.curable
import org.ruhu.phone.screens.visit.tone
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.band
import org.ruhu.phone.ui.bandToned
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.px
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.secondButton
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.tag
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.textButton
import org.ruhu.phone.ui.wide

/** The page as drawn: what stands in the way, each with its cure; what is well, in short; the band; the way on. */
class VerdictView(
    private val context: Context,
    private val cureOf: () -> PositionCure?,
    private val tell: (VerdictEvent) -> Unit,
) : Showing<VerdictState> {
    private val page = Page(context)
    private val wrong: LinearLayout = context.column().wide()
    private val well: LinearLayout = context.column().wide()
    private var cards: List<FindingCard> = emptyList()
    private var fine: List<String> = emptyList()
    private val band = context.band()
    private val later = context.secondButton(context.getString(R.string.verdict_later)) { tell(VerdictEvent.Later) }
    private val asItIs = context.textButton { tell(VerdictEvent.Finish) }.apply {
        background = null
        wide().margins(context.px(R.dimen.edge), 0, context.px(R.dimen.edge), 0)
    }
    private val finish = context.mainButton(context.getString(R.string.visit_finish)) { tell(VerdictEvent.Finish) }

    override val view: View get() = page.view

    init {
        page.backButton { tell(VerdictEvent.Back) }
        page.barColour(R.color.due_solid)
        page.content.addView(wrong)
        page.content.addView(well)
        listOf(band, asItIs, later, finish).forEach(page.bottom::addView)
        listOf(asItIs, finish).forEach { it.filterTouchesWhenObscured = true }
    }

    override fun show(state: VerdictState) {
        val door = state.here.door
        page.bottom.shownIf(door != null)
        if (door == null) return
        showHead(door)
        showCards(state, door)
        band.bandToned(door.tone(), door.band.here(context))
        showButtons(door)
    }

    private fun showHead(door: Door) {
        val head = door.verdictHead()
        page.title(context.getString(head.title))
        page.subtitle(context.getString(head.subtitle))
        page.barColour(head.bar)
    }

    /** Cards are built anew only when the reasons change, so that nothing moves under the thumb. */
    private fun showCards(state: VerdictState, door: Door) {
        val findings = findings(context, door)
        if (findings != cards.map { it.finding }) {
            cards = findings.map { found -> cards.find { it.finding == found } ?: FindingCard(context, found, tell) }
            wrong.removeAllViews()
            cards.forEach { wrong.addView(it.view) }
        }
        cards.forEach { it.show(state, cureOf()) }
        val now = fine(context, door)
        if (now == fine) return
        fine = now
        well.removeAllViews()
        now.forEach { words ->
            well.addView(context.card(context.row(context.text(R.style.Text_Strong, words).grow(), context.tag(Tone.Met))))
        }
    }

    private fun showButtons(door: Door) {
        val ready = door.verdict == Verdict.COUNTS ||
            (door.verdict == Verdict.NEEDS_REVIEW && door.reasons.none { it.effect != Verdict.COUNTS && it.curable(door) })
        finish.shownIf(ready)
        later.shownIf(!ready)
        asItIs.shownIf(!ready)
        asItIs.setText(
            if (door.verdict == Verdict.DOES_NOT_COUNT) R.string.verdict_as_it_is_no else R.string.verdict_as_it_is_review,
        )
    }
}
