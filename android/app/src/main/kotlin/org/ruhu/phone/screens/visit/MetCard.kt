package org.ruhu.phone.screens.visit

import android.content.Context
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.Met
import org.ruhu.phone.ui.Flow
import org.ruhu.phone.ui.chip
import org.ruhu.phone.ui.pressed
import org.ruhu.phone.ui.wordRes

/** 见到谁 */
class MetCard(context: Context, tell: (VisitEvent) -> Unit) {
    private val chips = Met.entries.associateWith { who -> context.chip(who.wordRes()) { tell(VisitEvent.Meet(who)) } }

    val view: LinearLayout =
        context.titled(context.cardTitle(R.string.visit_met), Flow(context, *chips.values.toTypedArray()))

    fun show(met: List<Met>) = chips.forEach { (who, chip) -> chip.pressed(who in met) }
}
