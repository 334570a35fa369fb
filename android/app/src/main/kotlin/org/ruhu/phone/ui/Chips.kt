package org.ruhu.phone.ui

import android.content.Context
import android.view.Gravity
import android.view.View
import android.view.ViewGroup
import android.view.accessibility.AccessibilityEvent
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.Button
import android.widget.CheckBox
import android.widget.Checkable
import android.widget.TextView
import org.ruhu.phone.R

/** A rounded choice. What is chosen shows by ground, line and boldness, and TalkBack says it. */
fun Context.chip(words: Int, press: () -> Unit): TextView = chip(getString(words), press)

/** As above, with words that are no resource: names of people. */
fun Context.chip(words: CharSequence, press: () -> Unit): TextView = Chip(this).apply {
    text = words
    setOnClickListener { press() }
    pressed(false)
}

/**
 * To TalkBack a check box: it reads whether it is chosen and then its words, once. A ToggleButton would read its words as its
 * state too, and never say whether it is chosen.
 */
private class Chip(context: Context) : Button(context, null, 0, R.style.Text), Checkable {
    private var chosen = false

    init {
        isAllCaps = false
        stateListAnimator = null
        gravity = Gravity.CENTER
        isFocusable = true
        isClickable = true
        minimumHeight = context.px(R.dimen.target)
        minimumWidth = context.px(R.dimen.target)
        inside(context.dp(16), context.dp(8))
    }

    override fun isChecked() = chosen

    override fun setChecked(checked: Boolean) {
        if (checked == chosen) return
        chosen = checked
        sendAccessibilityEvent(AccessibilityEvent.TYPE_WINDOW_CONTENT_CHANGED)
    }

    override fun toggle() = setChecked(!chosen)

    override fun getAccessibilityClassName(): CharSequence = CheckBox::class.java.name

    override fun onInitializeAccessibilityNodeInfo(info: AccessibilityNodeInfo) {
        super.onInitializeAccessibilityNodeInfo(info)
        info.isCheckable = true
        info.isChecked = chosen
    }

    override fun onInitializeAccessibilityEvent(event: AccessibilityEvent) {
        super.onInitializeAccessibilityEvent(event)
        event.isChecked = chosen
    }
}

/** Chosen or not. The view never changes by itself: it shows the state. */
fun TextView.pressed(chosen: Boolean) {
    (this as Checkable).isChecked = chosen
    background = context.touchable(
        if (chosen) {
            context.ground(R.color.brand_soft, R.color.brand_text, R.dimen.main_button)
        } else {
            context.ground(R.color.card, R.color.line, R.dimen.main_button)
        },
    )
    setTextColor(context.getColor(if (chosen) R.color.brand_text else R.color.ink))
    typeface = if (chosen) android.graphics.Typeface.DEFAULT_BOLD else android.graphics.Typeface.DEFAULT
}

/** Children from left to right, in as many lines as they need; in the middle of their line. */
class Flow(context: Context, vararg children: View) : ViewGroup(context) {
    private val gap = context.dp(8)

    /** Room between one line and the next, in pixels. */
    var lineGap = gap

    init {
        children.forEach(::addView)
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val room = MeasureSpec.getSize(widthSpec) - paddingLeft - paddingRight
        val width = if (MeasureSpec.getMode(widthSpec) == MeasureSpec.UNSPECIFIED) Int.MAX_VALUE / 2 else room
        var height = 0
        lines(width, Measured.Anew).forEach { line -> height += line.maxOf { it.measuredHeight } + lineGap }
        val whole = (height - lineGap).coerceAtLeast(0) + paddingTop + paddingBottom
        setMeasuredDimension(resolveSize(width + paddingLeft + paddingRight, widthSpec), resolveSize(whole, heightSpec))
    }

    override fun onLayout(changed: Boolean, left: Int, top: Int, right: Int, bottom: Int) {
        var y = paddingTop
        for (line in lines(right - left - paddingLeft - paddingRight, Measured.Already)) {
            var x = paddingLeft
            val tall = line.maxOf { it.measuredHeight }
            for (child in line) {
                val above = y + (tall - child.measuredHeight) / 2
                child.layout(x, above, x + child.measuredWidth, above + child.measuredHeight)
                x += child.measuredWidth + gap
            }
            y += tall + lineGap
        }
    }

    private enum class Measured { Anew, Already }

    private fun lines(width: Int, measured: Measured): List<List<View>> {
        val lines = mutableListOf<MutableList<View>>()
        var used = 0
        for (at in 0 until childCount) {
            val child = getChildAt(at)
            if (child.visibility == GONE) continue
            if (measured == Measured.Anew) {
                child.measure(
                    MeasureSpec.makeMeasureSpec(width, MeasureSpec.AT_MOST),
                    MeasureSpec.makeMeasureSpec(0, MeasureSpec.UNSPECIFIED),
                )
            }
            if (lines.isEmpty() || used + child.measuredWidth > width) {
                lines += mutableListOf<View>()
                used = 0
            }
            lines.last() += child
            used += child.measuredWidth + gap
        }
        return lines
    }
}
