package org.ruhu.phone.ui

import android.content.Context
import android.view.Gravity
import android.view.View
import android.widget.TextView
import org.ruhu.phone.R

/** A value between two big buttons, one step less and one step more. */
class Stepper(context: Context, less: Int, more: Int, step: (Step) -> Unit) {
    private val value: TextView = context.text(R.style.Text_Title).apply {
        gravity = Gravity.CENTER
        accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
    }

    /** The line. */
    val view: View = context.row(
        sideButton(context, "−", less) { step(Step.Less) },
        value.grow(),
        sideButton(context, "＋", more) { step(Step.More) },
    ).wide()

    /** Shows a value in words. */
    fun show(words: CharSequence) {
        if (value.text.toString() != words.toString()) value.text = words
    }

    private fun sideButton(context: Context, sign: String, words: Int, press: () -> Unit) = context.smallButton(sign, press).apply {
        contentDescription = context.getString(words)
        textSize = 24f
        minimumWidth = context.dp(72)
    }
}

/** Which way. */
enum class Step { Less, More }
