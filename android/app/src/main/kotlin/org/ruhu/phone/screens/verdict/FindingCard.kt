package org.ruhu.phone.screens.verdict

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.screens.visit.FarWhy
import org.ruhu.phone.screens.visit.NoFixWhy
import org.ruhu.phone.screens.visit.PhotoOrRefuse
import org.ruhu.phone.screens.visit.PositionCure
import org.ruhu.phone.screens.visit.RefusedWhy
import org.ruhu.phone.screens.visit.WhyChips
import org.ruhu.phone.screens.visit.noticeLine
import org.ruhu.phone.screens.visit.photoButton
import org.ruhu.phone.screens.visit.words
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.tag
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.wide

/** One reason: what it is, what cures it in the core's words, and the cure itself to press. */
class FindingCard(private val context: Context, val finding: Finding, private val tell: (VerdictEvent) -> Unit) {
    private val cures: LinearLayout = context.column()
    private val ways = PhotoOrRefuse(context, { tell(VerdictEvent.TakePhoto) }, { tell(VerdictEvent.WouldRatherNot) })
    private val why: WhyChips? = when (finding.cure) {
        CureBy.PhotoOrNo, CureBy.NoPhoto -> WhyChips(context, RefusedWhy.entries) { tell(VerdictEvent.Refused(it)) }
        CureBy.Position -> WhyChips(context, NoFixWhy.entries) { tell(VerdictEvent.NoFix(it)) }
        CureBy.Far -> WhyChips(context, FarWhy.entries) { tell(VerdictEvent.Far(it)) }
        CureBy.Photo, CureBy.OnSite, CureBy.Met, CureBy.Nothing -> null
    }
    private var cure: PositionCure? = null
    private val position = context.smallButton { cure?.let { tell(VerdictEvent.Cure(it)) } }.wide()
    private val whyTitle = context.text(R.style.Text_Small).margins(top = context.dp(10), bottom = context.dp(6))
    private val notice = context.noticeLine().margins(top = context.dp(8))

    val view: LinearLayout = context.card(
        context.row(
            context.text(R.style.Text_Title, finding.title).grow(),
            context.tag(finding.tone, context.getString(finding.tag)).margins(left = context.dp(8)),
        ),
        context.text(R.style.Text_Body, finding.text).wide().margins(top = context.dp(6)),
        cures.wide().margins(top = context.dp(10)),
    )

    init {
        when (finding.cure) {
            CureBy.PhotoOrNo -> cures.addView(ways.view)
            CureBy.NoPhoto, CureBy.Photo -> cures.addView(context.photoButton { tell(VerdictEvent.TakePhoto) }.wide())
            CureBy.Position -> cures.addView(position)
            CureBy.OnSite -> cures.addView(
                context.smallButton(context.getString(R.string.verdict_on_site)) { tell(VerdictEvent.OnSite) }.wide(),
            )
            // Whom one met is chosen on the page before.
            CureBy.Met -> cures.addView(
                context.smallButton(context.getString(R.string.verdict_met)) { tell(VerdictEvent.Back) }.wide(),
            )
            CureBy.Far, CureBy.Nothing -> Unit
        }
        cures.addView(notice)
        if (why != null) {
            cures.addView(whyTitle)
            cures.addView(why.view)
        }
    }

    fun show(state: VerdictState, positionCure: PositionCure?) {
        val draft = state.here.door?.draft ?: return
        cure = positionCure
        position.shownIf(positionCure != null)
        positionCure?.let { position.setText(it.words()) }
        val words = state.here.incoming.notice.takeIf { finding.cure in WITH_PHOTO }
        notice.shownIf(words != null)
        words?.let(notice::setText)
        val asking = finding.cure != CureBy.PhotoOrNo || state.refusing
        ways.show(state.refusing)
        why?.view?.shownIf(asking)
        whyTitle.shownIf(asking && finding.cure != CureBy.Far)
        whyTitle.setText(if (finding.cure == CureBy.Position) R.string.no_fix_title else R.string.visit_refuse_why)
        why?.show(
            when (finding.cure) {
                CureBy.Far -> draft.farReason
                CureBy.Position -> draft.noFixReason
                else -> draft.refusedReason
            },
        )
        cures.shownIf((0 until cures.childCount).any { cures.getChildAt(it).visibility == View.VISIBLE })
    }

    private companion object {
        val WITH_PHOTO = setOf(CureBy.Photo, CureBy.PhotoOrNo, CureBy.NoPhoto)
    }
}
