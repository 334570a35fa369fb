package org.ruhu.phone.platform

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.graphics.RectF
import android.text.Layout
import android.text.StaticLayout
import android.text.TextPaint
import android.util.Size
import org.ruhu.phone.core.Fix
import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.StampPicture
import java.nio.ByteBuffer
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import java.util.Locale

/** What stands on a photo. Always in Chinese: whoever reviews the photo reads it, whatever language this phone speaks. */
data class StampWords(val lines: List<String>) {
    companion object {
        /** Of a visit: whose home, where, when in China's time, the position, by whom. */
        fun ofVisit(home: StampHome, taken: Moment, fix: Fix?) = StampWords(
            listOf(home.line(), time(taken), fix?.let(::position) ?: "没有定位", "走访人 ${home.cadre}"),
        )

        /** Of help: a position is read during a visit alone, so there is none to miss. */
        fun ofHelp(home: StampHome, taken: Moment) =
            StampWords(listOf(home.line(), "帮扶记录", time(taken), "记录人 ${home.cadre}"))

        private fun time(taken: Moment) = taken.toInstant().atOffset(ZoneOffset.ofHours(8)).format(WHEN)

        private fun position(fix: Fix): String {
            val at = "%.5f, %.5f".format(Locale.ROOT, fix.lat, fix.lon)
            return if (fix.accuracyM == null) at else "$at ±${Math.round(fix.accuracyM ?: 0.0)} 米"
        }

        private val WHEN: DateTimeFormatter = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm:ss", Locale.SIMPLIFIED_CHINESE)
    }
}

/** Whose home a photo is of, where that is, and who takes it: the same on every photo. */
data class StampHome(val head: String, val village: String, val cadre: String) {
    internal fun line(): String = listOf("${head}家", village).filter { it.isNotEmpty() }.joinToString(" · ")
}

/**
 * The stamp, painted with the phone's own fonts, which know Chinese where the core's would not, in the size that suits a
 * copy of these pixels. The core lays it over the copy; the original stays as the camera wrote it.
 */
fun paintStamp(words: StampWords, copy: Size): StampPicture {
    val short = minOf(copy.width, copy.height)
    val ink = TextPaint(Paint.ANTI_ALIAS_FLAG).apply {
        color = Color.WHITE
        textSize = short / LINES_IN_SHORT_SIDE
        isFakeBoldText = true
    }
    val inside = Math.round(ink.textSize * 0.6f)
    val room = copy.width - 2 * (short / CORE_MARGIN) - 2 * inside
    val text = words.lines.joinToString("\n")
    val widest = words.lines.maxOf { Layout.getDesiredWidth(it, ink) }
    val layout = StaticLayout.Builder
        .obtain(text, 0, text.length, ink, minOf(room, Math.ceil(widest.toDouble()).toInt() + 1).coerceAtLeast(1))
        .setLineSpacing(0f, 1.15f)
        .build()
    val picture = Bitmap.createBitmap(layout.width + 2 * inside, layout.height + 2 * inside, Bitmap.Config.ARGB_8888)
    Canvas(picture).run {
        val ground = Paint(Paint.ANTI_ALIAS_FLAG).apply { color = GROUND }
        val corner = ink.textSize * 0.4f
        drawRoundRect(RectF(0f, 0f, picture.width.toFloat(), picture.height.toFloat()), corner, corner, ground)
        translate(inside.toFloat(), inside.toFloat())
        layout.draw(this)
    }
    return straight(picture)
}

/** Rows from the top, red green blue alpha, not premultiplied: `getPixels` answers so whatever the bitmap keeps. */
private fun straight(picture: Bitmap): StampPicture {
    val pixels = IntArray(picture.width * picture.height)
    picture.getPixels(pixels, 0, picture.width, 0, 0, picture.width, picture.height)
    val rgba = ByteBuffer.allocate(pixels.size * 4)
    for (pixel in pixels) rgba.putInt((pixel shl 8) or (pixel ushr 24))
    return StampPicture(rgba.array(), picture.width.toUInt(), picture.height.toUInt())
}

/** So many lines would fit into a picture's shorter side: readable on a desk's screen, and not in the way. */
private const val LINES_IN_SHORT_SIDE = 30f

/** The core keeps this part of the shorter side free on each side. */
private const val CORE_MARGIN = 50

private const val GROUND = 0xA6000000.toInt()
