package org.ruhu.phone.screens.visit

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.Mode
import org.ruhu.phone.core.Reason
import org.ruhu.phone.core.ReasonCode
import org.ruhu.phone.core.Verdict
import org.ruhu.phone.platform.Access
import org.ruhu.phone.platform.PositionNow
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.distanceText
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.tag
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.toned
import org.ruhu.phone.ui.wide

/** 离家 23 米 · ✓ 定位 ±8 米; or why there is no position, and what to do about it. */
class PositionCard(
    private val context: Context,
    private val cureOf: () -> PositionCure?,
    private val tell: (VisitEvent) -> Unit,
) {
    private val title = context.text(R.style.Text_Title)
    private val tag = context.tag()
    private val what = context.text(R.style.Text_Body)
    private var cure: PositionCure? = null
    private val button = context.smallButton { cure?.let { tell(VisitEvent.Cure(it)) } }
    private val far = WhyChips(context, FarWhy.entries) { tell(VisitEvent.Far(it)) }
    private val noFix = WhyChips(context, NoFixWhy.entries) { tell(VisitEvent.NoFix(it)) }
    private val noFixTitle = context.text(R.style.Text_Small, context.getString(R.string.no_fix_title))

    val view: LinearLayout = context.card(
        context.row(title.grow(), tag.margins(left = context.dp(8))),
        what.wide().margins(top = context.dp(6)),
        button.wide().margins(top = context.dp(10)),
        far.view.wide().margins(top = context.dp(10)),
        noFixTitle.margins(top = context.dp(10), bottom = context.dp(6)),
        noFix.view,
    )

    fun show(now: DoorNow) {
        val door = now.door
        val asked = door != null && door.draft.mode == Mode.ON_SITE && !door.draft.late
        view.shownIf(asked)
        if (door == null || !asked) return
        listOf<View>(what, button, far.view, noFixTitle, noFix.view).forEach { it.shownIf(false) }
        if (door.draft.fixes.isNotEmpty()) showFix(door) else showNone(door, now.position)
    }

    private fun showFix(door: Door) {
        title.text = door.distanceM?.let { context.getString(R.string.visit_from_home, distanceText(context, it)) }
            ?: context.getString(R.string.visit_place_unknown)
        val spoilt = door.reason(ReasonCode.MOCK_FIX) ?: door.reason(ReasonCode.FIX_TOO_OLD)
        val away = door.reason(ReasonCode.FAR_FROM_HOME) ?: door.reason(ReasonCode.TOO_FAR)
        when {
            spoilt != null -> {
                tag.toned(Tone.Due, context.getString(R.string.visit_fix_spoilt))
                say(spoilt.here(context).cure)
            }
            away?.effect == Verdict.NEEDS_REVIEW -> tag.toned(Tone.Wait, context.getString(R.string.visit_to_review))
            else -> tag.toned(Tone.Met, accuracy(door))
        }
        if (spoilt == null && away != null) {
            say(context.getString(R.string.visit_far_text))
            far.view.shownIf(true)
            far.show(door.draft.farReason)
        }
    }

    private fun accuracy(door: Door): String = door.accuracyM?.let {
        context.getString(R.string.visit_fix_accuracy, Math.round(it).toInt())
    } ?: context.getString(R.string.visit_fix)

    private fun showNone(door: Door, position: PositionNow) {
        val closed = position as? PositionNow.Closed
        if (closed == null) {
            title.setText(R.string.visit_searching)
            tag.toned(Tone.Wait, context.getString(R.string.visit_searching_tag))
            say(context.getString(R.string.visit_searching_text))
        } else {
            title.setText(R.string.visit_no_position)
            tag.toned(Tone.Due, context.getString(R.string.visit_no_position_tag))
            val off = closed.access == Access.SwitchedOff
            say(context.getString(if (off) R.string.visit_position_off else R.string.visit_position_refused))
        }
        cure = cureOf()
        button.shownIf(cure != null)
        cure?.let { button.setText(it.words()) }
        val why = closed != null || door.minutes >= 1 || door.draft.noFixReason != null
        noFixTitle.shownIf(why)
        noFix.view.shownIf(why)
        noFix.show(door.draft.noFixReason)
    }

    private fun say(words: String) {
        what.text = words
        what.shownIf(true)
    }
}

/** The words of the button that cures it. */
fun PositionCure.words(): Int = when (this) {
    PositionCure.Allow -> R.string.visit_position_allow
    PositionCure.SwitchOn -> R.string.visit_position_switch_on
    PositionCure.AppSettings -> R.string.visit_position_settings
}

/** This reason, if it is among them. */
fun Door.reason(code: ReasonCode): Reason? = reasons.find { it.code == code }
