package org.ruhu.phone.screens.visit

import android.content.Context
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.widget.LinearLayout
import android.widget.TextView
import org.ruhu.phone.R
import org.ruhu.phone.core.Living
import org.ruhu.phone.core.Look
import org.ruhu.phone.ui.LivingPart
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.inside
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.touchable
import org.ruhu.phone.ui.wide

/** 两不愁三保障和饮水 in six taps: once for fine, once more for a problem, once more for not looked at. */
class LivingCard(private val context: Context, tell: (VisitEvent) -> Unit) {
    private val parts: Map<LivingPart, TextView> = LivingPart.entries.associateWith { part ->
        context.smallButton { tell(VisitEvent.Look(part)) }.apply { inside(context.dp(4), context.dp(8)) }
    }

    val view: LinearLayout = context.titled(context.cardTitle(R.string.visit_living), grid())

    /** As many beside one another as their words have room. */
    private fun grid(): LinearLayout {
        val grid = context.column()
        val beside = context.resources.getInteger(R.integer.living_beside)
        parts.values.chunked(beside).forEachIndexed { at, line ->
            line.forEachIndexed { place, view ->
                view.layoutParams = LinearLayout.LayoutParams(0, MATCH_PARENT, 1f)
                if (place > 0) view.margins(left = context.dp(8))
            }
            grid.addView(context.row(*line.toTypedArray()).wide().margins(top = if (at > 0) context.dp(8) else 0))
        }
        return grid
    }

    fun show(living: Living) = parts.forEach { (part, view) -> show(view, part, part.of(living)) }

    private fun show(view: TextView, part: LivingPart, look: Look?) {
        val word = context.getString(part.words)
        val tone = look?.tone()
        view.text = if (tone == null) word else "${tone.sign} $word"
        view.setTextColor(context.getColor(tone?.ink ?: R.color.ink))
        view.background = context.touchable(
            context.ground(tone?.soft ?: R.color.card, tone?.ink ?: R.color.line),
        )
        view.contentDescription = context.getString(R.string.living_says, word, context.getString(look.words()))
    }
}

private fun Look.tone(): Tone = when (this) {
    Look.FINE -> Tone.Met
    Look.PROBLEM -> Tone.Due
}

private fun Look?.words(): Int = when (this) {
    Look.FINE -> R.string.look_fine
    Look.PROBLEM -> R.string.look_problem
    null -> R.string.look_none
}
