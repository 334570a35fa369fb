package org.ruhu.phone.screens.settings

import android.content.Context
import android.widget.TextView
import org.ruhu.phone.ui.Flow
import org.ruhu.phone.ui.chip
import org.ruhu.phone.ui.pressed

/** One of a few: chips, of which one is chosen. */
class Choices<T>(context: Context, choices: List<Pair<T, Int>>, choose: (T) -> Unit) {
    private val chips: List<Pair<T, TextView>> = choices.map { (choice, words) ->
        choice to context.chip(words) {
            show(shown)
            choose(choice)
        }
    }
    private var shown: T? = null

    val view = Flow(context, *chips.map { it.second }.toTypedArray())

    /** Chosen is what is kept, not what was touched last. */
    fun show(chosen: T?) {
        shown = chosen
        chips.forEach { (choice, chip) -> chip.pressed(choice == chosen) }
    }
}
