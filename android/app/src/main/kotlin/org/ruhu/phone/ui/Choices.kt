package org.ruhu.phone.ui

import android.content.Context
import android.widget.TextView

/** Chips for a closed set of choices. They are built once and then only pressed, so that nothing moves under the thumb. */
class Choices<T : Any>(private val context: Context, private val press: (T) -> Unit) {
    private var labels: List<Pair<T, String>> = emptyList()
    private var chips: Map<T, TextView> = emptyMap()

    /** The chips. */
    val view = Flow(context)

    /** Shows these choices, and which of them are made. */
    fun show(choices: List<Pair<T, String>>, chosen: Set<T>) {
        if (choices != labels) build(choices)
        chips.forEach { (value, chip) -> chip.pressed(value in chosen) }
    }

    /** As above, for one choice or none. */
    fun show(choices: List<Pair<T, String>>, chosen: T?) = show(choices, setOfNotNull(chosen))

    private fun build(choices: List<Pair<T, String>>) {
        labels = choices
        view.removeAllViews()
        chips = choices.associate { (value, words) ->
            val chip = context.chip(words) { press(value) }
            view.addView(chip)
            value to chip
        }
    }
}
