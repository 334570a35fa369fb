package org.ruhu.phone.screens.visit

import android.content.Context
import org.ruhu.phone.ui.Flow
import org.ruhu.phone.ui.chip
import org.ruhu.phone.ui.pressed

/** Reasons as chips: a tap chooses one, a second tap takes it back. */
class WhyChips(context: Context, reasons: List<Why>, tell: (String?) -> Unit) {
    private var said: String? = null
    private val chips = reasons.map { why ->
        why to context.chip(why.words) { tell(why.said.takeIf { it != said }) }
    }

    val view = Flow(context, *chips.map { it.second }.toTypedArray())

    fun show(now: String?) {
        said = now
        chips.forEach { (why, chip) -> chip.pressed(why.said == now) }
    }
}
