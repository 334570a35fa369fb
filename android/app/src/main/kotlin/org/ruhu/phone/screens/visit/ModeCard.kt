package org.ruhu.phone.screens.visit

import android.content.Context
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.Mode
import org.ruhu.phone.core.ReasonCode
import org.ruhu.phone.ui.Flow
import org.ruhu.phone.ui.chip
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.pressed
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.wordRes

/** 入户, 电话, 视频: and the core's own sentence where one of them needs the township's leave. */
class ModeCard(private val context: Context, tell: (VisitEvent) -> Unit) {
    private val chips = Mode.entries.associateWith { mode -> context.chip(mode.wordRes()) { tell(VisitEvent.ByMode(mode)) } }
    private val sentence = context.noticeLine()

    val view: LinearLayout = context.titled(
        context.cardTitle(R.string.visit_mode),
        Flow(context, *chips.values.toTypedArray()),
        sentence.margins(top = context.dp(8)),
    )

    fun show(door: Door) {
        chips.forEach { (mode, chip) -> chip.pressed(mode == door.draft.mode) }
        val reason = door.reason(ReasonCode.MODE_NEEDS_WAIVER) ?: door.reason(ReasonCode.MODE_NOT_ALLOWED)
        sentence.shownIf(reason != null)
        if (reason != null) sentence.text = reason.here(context).let { "${it.title}。${it.cure}" }
    }
}
