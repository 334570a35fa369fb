package org.ruhu.phone.ui

import android.content.Context
import android.content.res.ColorStateList
import android.graphics.drawable.Drawable
import android.graphics.drawable.GradientDrawable
import android.graphics.drawable.RippleDrawable
import android.os.Build
import android.view.Gravity
import android.view.View
import android.view.ViewGroup
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.LinearLayout
import android.widget.TextView
import org.ruhu.phone.Newer
import org.ruhu.phone.R

// The small words that every page is built of: boxes, texts, grounds. Sizes and colours are resources.

/** Pixels of a dimension resource. */
fun Context.px(dimen: Int): Int = resources.getDimensionPixelSize(dimen)

/** Pixels of dp. */
fun Context.dp(dp: Int): Int = Math.round(dp * resources.displayMetrics.density)

/** A text in one of the `Text` styles. */
fun Context.text(style: Int, words: CharSequence = ""): TextView = TextView(this, null, 0, style).apply { text = words }

/** Children under one another. */
fun Context.column(vararg children: View): LinearLayout = box(LinearLayout.VERTICAL, *children)

/** Children side by side, in the middle of the line. */
fun Context.row(vararg children: View): LinearLayout =
    box(LinearLayout.HORIZONTAL, *children).apply { gravity = Gravity.CENTER_VERTICAL }

private fun Context.box(direction: Int, vararg children: View) = LinearLayout(this).apply {
    orientation = direction
    children.forEach(::addView)
}

/** Takes the room that is left in a row or a column. */
fun <V : View> V.grow(weight: Float = 1f): V = apply {
    layoutParams = LinearLayout.LayoutParams(0, WRAP_CONTENT, weight)
}

/** As wide as the parent. */
fun <V : View> V.wide(height: Int = WRAP_CONTENT): V = apply {
    layoutParams = LinearLayout.LayoutParams(MATCH_PARENT, height)
}

/** Room around it, in pixels; what it had is kept where nothing is said. */
fun <V : View> V.margins(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0): V = apply {
    val now = layoutParams ?: LinearLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT)
    (now as ViewGroup.MarginLayoutParams).setMargins(left, top, right, bottom)
    layoutParams = now
}

/** Room inside it, in pixels. */
fun <V : View> V.inside(horizontal: Int, vertical: Int): V = apply {
    setPadding(horizontal, vertical, horizontal, vertical)
}

/** Shown, or gone with its room. */
fun View.shownIf(condition: Boolean) {
    visibility = if (condition) View.VISIBLE else View.GONE
}

/** A rounded ground. Colours are resources; no line without one. */
fun Context.ground(fill: Int, line: Int? = null, corner: Int = R.dimen.corner, dashed: Line = Line.Solid): GradientDrawable =
    GradientDrawable().apply {
        setColor(getColor(fill))
        cornerRadius = px(corner).toFloat()
        if (line != null) {
            val width = dp(2)
            if (dashed == Line.Dashed) {
                setStroke(width, getColor(line), dp(6).toFloat(), dp(4).toFloat())
            } else {
                setStroke(if (line == R.color.line) px(R.dimen.hairline) else width, getColor(line))
            }
        }
    }

/** How a ground's line is drawn. */
enum class Line { Solid, Dashed }

/** A ground that answers a touch. */
fun Context.touchable(ground: Drawable): Drawable =
    RippleDrawable(ColorStateList.valueOf(getColor(R.color.touch)), ground, ground)

/** A white box with rounded corners: what belongs together. */
fun Context.card(vararg children: View): LinearLayout = column(*children).apply {
    background = ground(R.color.card, R.color.line)
    inside(px(R.dimen.inside), px(R.dimen.inside))
    wide().margins(bottom = px(R.dimen.gap))
}

/** Read as a heading by TalkBack, where the phone knows headings. */
@Newer(since = 28, why = "before it TalkBack reads a heading as any text")
fun <V : View> V.heading(): V = apply {
    if (Build.VERSION.SDK_INT >= 28) isAccessibilityHeading = true
}
