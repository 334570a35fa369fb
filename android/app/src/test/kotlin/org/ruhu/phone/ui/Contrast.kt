package org.ruhu.phone.ui

import android.graphics.Bitmap
import android.graphics.Color
import android.graphics.Rect
import android.text.Spanned
import android.text.style.ForegroundColorSpan
import android.view.View
import android.widget.TextView

// Contrast as WCAG 2.1 has it (relative luminance, 1.4.3): 4.5 for every text, large ones too, since the sun shines.

/** The least contrast of a text against its ground. */
const val CONTRAST = 4.5

/**
 * The text's colours against the ground that was really drawn under its letters: the colour that most of those pixels have.
 * A button at the edge of what scrolls may show its line alone, which says nothing of its letters.
 */
internal fun faint(text: TextView, picture: Bitmap, sight: Rect): List<Finding> {
    if (text.text.isNullOrBlank() && text.hint.isNullOrBlank()) return emptyList()
    val letters = Rect(sight).takeIf { it.intersect(letters(text) ?: sight) } ?: return emptyList()
    val ground = commonest(picture, letters)
    val seen = generateSequence<View>(text) { it.parent as? View }.fold(1f) { alpha, view -> alpha * view.alpha }
    return inks(text).distinct().mapNotNull { ink ->
        val contrast = contrast(over(ink, seen, ground), ground)
        if (contrast >= CONTRAST) return@mapNotNull null
        Finding(Fault.Faint, text, "%s on %s has %.2f, less than %.1f".format(hex(ink), hex(ground), contrast, CONTRAST))
    }
}

/** Where in the window the text's lines stand; nothing before it was laid out. */
private fun letters(text: TextView): Rect? {
    val lines = text.layout ?: return null
    val corner = IntArray(2)
    text.getLocationInWindow(corner)
    val (left, top) = corner[0] + text.totalPaddingLeft - text.scrollX to corner[1] + text.totalPaddingTop - text.scrollY
    return Rect(left, top, left + lines.width, top + lines.height)
}

/** 1 for the same colour, 21 for black on white. */
fun contrast(one: Int, other: Int): Double {
    val (light, dark) = listOf(Color.luminance(one), Color.luminance(other)).sortedDescending()
    return (light + 0.05) / (dark + 0.05)
}

private fun inks(view: TextView): List<Int> {
    if (view.text.isEmpty()) return listOf(view.currentHintTextColor)
    val text = view.text
    val spans = (text as? Spanned)?.getSpans(0, text.length, ForegroundColorSpan::class.java).orEmpty()
    return listOf(view.currentTextColor) + spans.map { it.foregroundColor }
}

/** A colour that lets the ground through, as it is seen. */
private fun over(ink: Int, seen: Float, ground: Int): Int {
    val share = Color.alpha(ink) / 255f * seen
    fun mix(part: (Int) -> Int) = Math.round(part(ink) * share + part(ground) * (1 - share))
    return Color.rgb(mix(Color::red), mix(Color::green), mix(Color::blue))
}

private fun commonest(picture: Bitmap, sight: Rect): Int {
    val step = Math.ceil(Math.sqrt(sight.width() * sight.height() / SAMPLES)).toInt().coerceAtLeast(1)
    val counts = HashMap<Int, Int>()
    for (y in sight.top until sight.bottom step step) {
        for (x in sight.left until sight.right step step) counts.merge(picture.getPixel(x, y), 1, Int::plus)
    }
    return counts.maxBy { it.value }.key
}

private fun hex(colour: Int) = "#%08X".format(colour)

/** More pixels say nothing new. */
private const val SAMPLES = 4000.0
