package org.ruhu.phone.ui

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import android.widget.TextView
import org.ruhu.phone.R

/** A coloured card on a page that tells what went wrong and what to do, or what went well. TalkBack reads it when it comes. */
class Notice(private val context: Context) {
    private val words: TextView = context.text(R.style.Text_Body)
    val view: LinearLayout = context.card(words)

    init {
        words.accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_ASSERTIVE
        view.shownIf(false)
    }

    /** Shows it, or nothing. */
    fun show(tone: Tone, text: CharSequence?) {
        view.shownIf(text != null)
        if (text == null) return
        words.setTextColor(context.getColor(tone.ink))
        view.background = context.ground(tone.soft, tone.ink)
        words.text = "${tone.sign} $text"
    }
}
