package org.ruhu.phone.ui

import android.view.View
import android.view.ViewGroup
import android.widget.AbsListView
import android.widget.EditText
import android.widget.HorizontalScrollView
import android.widget.ScrollView
import android.widget.TextView

// What is there and cannot be read: text that its box is too small for, and boxes that stand outside theirs.

internal fun cutOff(view: View): List<Finding> {
    val read = (view as? TextView)?.takeIf { it !is EditText && it.text.isNotBlank() }
    return outside(view) + squeezed(view) + read?.let(::unread).orEmpty()
}

private fun outside(view: View): List<Finding> {
    val parent = view.parent as? ViewGroup ?: return emptyList()
    if (parent.scrolls() || view.width == 0 || view.height == 0) return emptyList()
    val over = maxOf(-view.left, -view.top, view.right - parent.width, view.bottom - parent.height)
    if (over <= 1) return emptyList()
    return listOf(Finding(Fault.CutOff, view, "stands $over px outside what holds it"))
}

/** A list of which one sees less than a line is as good as gone. */
private fun squeezed(view: View): List<Finding> {
    if (view !is ViewGroup || !view.scrolls() || view is HorizontalScrollView) return emptyList()
    val room = view.height / view.resources.displayMetrics.density
    val hidden = view.canScrollVertically(1) || view.canScrollVertically(-1)
    if (!hidden || room >= LEAST_ROOM) return emptyList()
    return listOf(Finding(Fault.CutOff, view, "what scrolls has %.0f dp of room left, less than %d".format(room, LEAST_ROOM)))
}

private fun unread(view: TextView): List<Finding> {
    val layout = view.layout ?: return listOf(Finding(Fault.CutOff, view, "has no room at all"))
    val lines = 0 until layout.lineCount
    val width = view.width - view.compoundPaddingLeft - view.compoundPaddingRight
    val height = view.height - view.compoundPaddingTop - view.compoundPaddingBottom
    val text = layout.text
    val why = when {
        lines.any { layout.getEllipsisCount(it) > 0 } -> "ends in an ellipsis"
        view.maxLines in 1 until layout.lineCount -> "has ${layout.lineCount} lines and may show ${view.maxLines}"
        layout.height > height + 1 -> "is ${layout.height} px high in $height px"
        lines.any { layout.getLineMax(it) > width + 1 } -> "is wider than its $width px"
        lines.any { breaksAWord(text, layout.getLineEnd(it)) } -> "has a word broken in two"
        layout.lineCount >= 3 && text.length < layout.lineCount * 3 -> "stands in ${layout.lineCount} lines of one or two letters"
        else -> return emptyList()
    }
    return listOf(Finding(Fault.CutOff, view, why))
}

private fun breaksAWord(text: CharSequence, end: Int): Boolean =
    end in 1 until text.length && latin(text[end - 1]) && latin(text[end])

private fun latin(letter: Char) = letter in 'a'..'z' || letter in 'A'..'Z' || letter in '0'..'9'

private fun ViewGroup.scrolls() = this is ScrollView || this is HorizontalScrollView || this is AbsListView

/** In dp. */
private const val LEAST_ROOM = 120
