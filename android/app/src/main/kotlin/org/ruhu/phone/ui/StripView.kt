package org.ruhu.phone.ui

import android.content.Context
import android.graphics.Canvas
import android.graphics.DashPathEffect
import android.graphics.Paint
import android.graphics.RectF
import android.view.View
import org.ruhu.phone.R
import org.ruhu.phone.core.Cell
import org.ruhu.phone.core.Mark

/**
 * The strip: a household's year in six cells, twelve narrow ones where the policy counts months. It looks the same on
 * the phone, the desk and the ledger; TalkBack reads it as a sentence.
 */
class StripView(context: Context, private val size: StripSize = StripSize.Row) : View(context) {
    private var cells: List<Cell> = emptyList()
    private val fill = Paint(Paint.ANTI_ALIAS_FLAG)
    private val line = Paint(Paint.ANTI_ALIAS_FLAG).apply { style = Paint.Style.STROKE }
    private val sign = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        textAlign = Paint.Align.CENTER
        isFakeBoldText = true
    }
    private val dashes = DashPathEffect(floatArrayOf(context.dp(3).toFloat(), context.dp(2).toFloat()), 0f)
    private val box = RectF()

    /** Cells grow with the text, as everything that is read does. */
    private val scale = resources.configuration.fontScale.coerceIn(1f, 1.4f)
    private var side = context.px(R.dimen.strip_cell) * scale * size.times
    private val gap get() = context.px(R.dimen.strip_gap).toFloat()

    fun show(strip: List<Cell>) {
        if (strip == cells) return
        cells = strip
        contentDescription = strip.withIndex().joinToString("，") { (at, cell) ->
            context.getString(R.string.strip_cell, at + 1, context.getString(cell.mark.wordRes()))
        }
        requestLayout()
        invalidate()
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        side = context.px(R.dimen.strip_cell) * scale * size.times
        val free = MeasureSpec.getMode(widthSpec) == MeasureSpec.UNSPECIFIED
        val room = if (free) Float.MAX_VALUE else MeasureSpec.getSize(widthSpec).toFloat()
        val gaps = (cells.size - 1).coerceAtLeast(0) * gap
        // Six cells stay square where the page is too narrow for them.
        if (cells.size in 1..6) side = minOf(side, (room - gaps) / cells.size)
        val wanted = cells.size * cellWidth() + gaps
        setMeasuredDimension(resolveSize(Math.ceil(wanted.toDouble()).toInt(), widthSpec), Math.ceil(side.toDouble()).toInt())
    }

    private fun cellWidth(): Float = if (cells.size > 6) side * 0.62f else side

    override fun onDraw(canvas: Canvas) {
        val width = minOf(cellWidth(), (width - (cells.size - 1) * gap) / cells.size.coerceAtLeast(1))
        cells.forEachIndexed { at, cell ->
            val left = at * (width + gap)
            box.set(left, 0f, left + width, height.toFloat())
            draw(canvas, cell.mark)
        }
    }

    private fun draw(canvas: Canvas, mark: Mark) {
        val corner = side * 0.23f
        fill.color = context.getColor(mark.groundRes())
        canvas.drawRoundRect(box, corner, corner, fill)
        lineOf(mark)?.let { (colour, width) ->
            line.color = context.getColor(colour)
            line.strokeWidth = width
            line.pathEffect = if (mark == Mark.WAITING) dashes else null
            box.inset(width / 2, width / 2)
            canvas.drawRoundRect(box, corner, corner, line)
        }
        sign.color = context.getColor(mark.inkRes())
        sign.textSize = minOf(side * 0.58f, box.width())
        canvas.drawText(mark.sign(), box.centerX(), box.centerY() - (sign.ascent() + sign.descent()) / 2, sign)
    }

    private fun lineOf(mark: Mark): Pair<Int, Float>? = when (mark) {
        Mark.WAITING -> R.color.wait to context.dp(1) * 1.5f
        Mark.NOW -> R.color.due to context.dp(1) * 2.5f
        Mark.MET, Mark.MISSED, Mark.REST -> null
    }
}

/** How large a strip is drawn. */
enum class StripSize(val times: Float) {
    /** In a row of a list. */
    Row(1f),

    /** On the household's own page. */
    Page(1.7f),
}

/** The ground of a mark's cell. */
internal fun Mark.groundRes(): Int = when (this) {
    Mark.MET -> R.color.met_solid
    Mark.WAITING -> R.color.wait_soft
    Mark.NOW -> R.color.card
    Mark.MISSED -> R.color.miss_soft
    Mark.REST -> R.color.rest_soft
}

/** The sign of a mark on it. */
internal fun Mark.inkRes(): Int = when (this) {
    Mark.MET -> R.color.brand_ink
    Mark.WAITING -> R.color.wait
    Mark.NOW -> R.color.due
    Mark.MISSED -> R.color.miss
    Mark.REST -> R.color.rest
}
