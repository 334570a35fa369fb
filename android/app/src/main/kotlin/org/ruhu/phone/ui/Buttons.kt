package org.ruhu.phone.ui

import android.content.Context
import android.view.Gravity
import android.widget.Button
import android.widget.TextView
import org.ruhu.phone.R

/**
 * The page's one main action, across the full width at the bottom. What it does cannot be undone by a tap, so while another
 * app's window lies over it it says so instead.
 */
fun Context.mainButton(words: CharSequence = "", press: () -> Unit): TextView =
    dressed(GuardedButton(this, R.style.Text_MainButton), words, press).apply {
        background = touchable(ground(R.color.brand, corner = R.dimen.corner_button))
        minimumHeight = px(R.dimen.main_button)
        inside(dp(16), dp(10))
        wide().margins(px(R.dimen.edge), dp(10), px(R.dimen.edge), px(R.dimen.edge))
    }

/** As large as the main one and as easy to reach, though not the first thing to do. */
fun Context.secondButton(words: CharSequence = "", press: () -> Unit): TextView =
    button(R.style.Text_Button, words, press).apply {
        background = touchable(ground(R.color.card, R.color.brand_text, R.dimen.corner_button))
        minimumHeight = px(R.dimen.main_button)
        inside(dp(16), dp(10))
        wide().margins(px(R.dimen.edge), dp(10), px(R.dimen.edge), px(R.dimen.edge))
    }

/** A button inside a card. */
fun Context.smallButton(words: CharSequence = "", press: () -> Unit): TextView =
    button(R.style.Text_Button, words, press).apply {
        background = touchable(ground(R.color.brand_soft, R.color.brand_text, R.dimen.corner))
        minimumHeight = px(R.dimen.target)
        inside(dp(14), dp(8))
    }

/** A button that adds something: a photo, a line. */
fun Context.addButton(words: CharSequence = "", press: () -> Unit): TextView =
    button(R.style.Text_Button, words, press).apply {
        background = touchable(ground(R.color.brand_soft, R.color.brand_text, R.dimen.corner, Line.Dashed))
        minimumHeight = px(R.dimen.target)
        inside(dp(14), dp(8))
    }

/** A link-like line of a card: "去设置 ›". */
fun Context.textButton(words: CharSequence = "", press: () -> Unit): TextView =
    button(R.style.Text_Button, words, press).apply {
        background = touchable(ground(R.color.card, corner = R.dimen.corner))
        minimumHeight = px(R.dimen.target)
        inside(dp(8), dp(8))
    }

private fun Context.button(style: Int, words: CharSequence, press: () -> Unit): TextView =
    dressed(Button(this, null, 0, style), words, press)

private fun dressed(button: Button, words: CharSequence, press: () -> Unit): TextView = button.apply {
    text = words
    gravity = Gravity.CENTER
    isAllCaps = false
    stateListAnimator = null
    isFocusable = true
    isClickable = true
    setOnClickListener { press() }
}
