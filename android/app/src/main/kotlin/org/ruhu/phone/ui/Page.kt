package org.ruhu.phone.ui

import android.content.Context
import android.content.res.ColorStateList
import android.graphics.drawable.RippleDrawable
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.FrameLayout
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.ScrollView
import android.widget.TextView
import org.ruhu.phone.R

/**
 * The frame of every page: a bar that says where one is, what scrolls, and at the bottom, for the thumb, the band and the
 * main action, always in view.
 */
class Page(private val context: Context) {
    private val title: TextView = context.text(R.style.Text_Bar).heading()
    private val subtitle: TextView = context.text(R.style.Text_BarSmall)
    private val start = FrameLayout(context)
    private val end = FrameLayout(context)
    private val bar: LinearLayout = context.row(
        start,
        context.column(title, subtitle).grow(),
        end,
    )

    /** Between the bar and what scrolls: what waits, what is stuck. */
    val top: LinearLayout = context.column().wide()

    /** What scrolls, unless a list was put in its place by [list]. */
    val content: LinearLayout = context.column()

    /** Under what scrolls: the verdict's band and the buttons. */
    val bottom: LinearLayout = context.column().wide()

    private val middle = FrameLayout(context)
    private var barColour = context.getColor(R.color.brand)

    /** The whole page. */
    val view: LinearLayout = context.column()

    init {
        bar.setBackgroundColor(barColour)
        bar.inside(context.dp(20), context.dp(14))
        bar.wide()
        content.inside(context.px(R.dimen.edge), context.dp(12))
        middle.addView(
            ScrollView(context).apply {
                isFillViewport = true
                addView(content, FrameLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT))
            },
        )
        view.setBackgroundColor(context.getColor(R.color.paper))
        view.layoutParams = FrameLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT)
        view.addOnAttachStateChangeListener(
            object : View.OnAttachStateChangeListener {
                override fun onViewAttachedToWindow(attached: View) = context.statusBar(barColour)
                override fun onViewDetachedFromWindow(detached: View) = Unit
            },
        )
        view.addView(bar)
        view.addView(top)
        view.addView(middle, LinearLayout.LayoutParams(MATCH_PARENT, 0, 1f))
        view.addView(bottom)
    }

    fun title(words: CharSequence) {
        title.text = words
    }

    fun subtitle(words: CharSequence) {
        subtitle.text = words
        subtitle.shownIf(words.isNotEmpty())
    }

    /** The bar's ground, and the system's bar above it: amber on the page that says what is missing. */
    fun barColour(colour: Int) {
        barColour = context.getColor(colour)
        bar.setBackgroundColor(barColour)
        if (view.isAttachedToWindow) context.statusBar(barColour)
    }

    /** A list that scrolls by itself, in place of [content]. */
    fun list(list: View) {
        middle.removeAllViews()
        middle.addView(list, FrameLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT))
    }

    /** The way back at the bar's left. */
    fun backButton(press: () -> Unit) {
        start.removeAllViews()
        start.addView(context.iconButton(R.drawable.ic_back, R.string.back, press))
        bar.setPadding(0, bar.paddingTop, bar.paddingRight, bar.paddingBottom)
    }

    /** An action at the bar's right. */
    fun endButton(icon: Int, words: Int, press: () -> Unit) {
        end.removeAllViews()
        end.addView(context.iconButton(icon, words, press))
        bar.setPadding(bar.paddingLeft, bar.paddingTop, 0, bar.paddingBottom)
    }
}

/** A picture to press, with words for TalkBack. */
fun Context.iconButton(icon: Int, words: Int, press: () -> Unit): View = ImageView(this).apply {
    setImageResource(icon)
    contentDescription = getString(words)
    scaleType = ImageView.ScaleType.CENTER
    // No ground of its own: the bar under it is not always green.
    val shape = ground(R.color.brand, corner = R.dimen.corner_button)
    background = RippleDrawable(ColorStateList.valueOf(getColor(R.color.touch)), null, shape)
    isFocusable = true
    isClickable = true
    setOnClickListener { press() }
    layoutParams = FrameLayout.LayoutParams(px(R.dimen.target), px(R.dimen.target))
}

/** The band above the main button: the verdict, always in view. */
fun Context.band(tone: Tone = Tone.Rest, words: CharSequence = ""): TextView = text(R.style.Text_Band).apply {
    inside(dp(20), dp(12))
    wide()
    bandToned(tone, words)
}

/** Changes a band. TalkBack reads it when it changes. */
fun TextView.bandToned(tone: Tone, words: CharSequence) {
    val whole = keepEndWhole(words.toString())
    if (text.toString() != whole) text = whole
    setTextColor(context.getColor(tone.ink))
    setBackgroundColor(context.getColor(tone.soft))
    accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
}
