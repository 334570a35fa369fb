package org.ruhu.phone.screens.visit

import android.annotation.SuppressLint
import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.Path
import android.view.MotionEvent
import android.view.View
import org.ruhu.phone.R
import org.ruhu.phone.core.StrokePoint
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground

/** A pad for a finger. It keeps strokes as the record does: points in 1/1000 of its width and height. */
class SignaturePad(context: Context, private val drawn: (List<List<StrokePoint>>) -> Unit) : View(context) {
    private var strokes: List<List<StrokePoint>> = emptyList()
    private var current: List<StrokePoint> = emptyList()
    private val path = Path()
    private val ink = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        style = Paint.Style.STROKE
        strokeWidth = context.dp(4).toFloat()
        strokeCap = Paint.Cap.ROUND
        strokeJoin = Paint.Join.ROUND
        color = context.getColor(R.color.ink)
    }

    init {
        background = context.ground(R.color.card, R.color.brand_text)
        contentDescription = context.getString(R.string.sign_pad)
    }

    fun show(now: List<List<StrokePoint>>) {
        if (now == strokes) return
        strokes = now
        invalidate()
    }

    /** There is nothing to press: a signature is drawn, or there is none. */
    @SuppressLint("ClickableViewAccessibility")
    override fun onTouchEvent(event: MotionEvent): Boolean {
        when (event.actionMasked) {
            MotionEvent.ACTION_DOWN -> {
                // The page must not scroll away under the finger.
                parent.requestDisallowInterceptTouchEvent(true)
                current = listOf(pointOf(event.x, event.y))
            }
            MotionEvent.ACTION_MOVE -> {
                for (at in 0 until event.historySize) add(event.getHistoricalX(at), event.getHistoricalY(at))
                add(event.x, event.y)
            }
            MotionEvent.ACTION_UP, MotionEvent.ACTION_CANCEL -> {
                val whole = strokes + listOf(current)
                current = emptyList()
                strokes = whole
                drawn(whole)
            }
            else -> return false
        }
        invalidate()
        return true
    }

    private fun add(x: Float, y: Float) {
        val point = pointOf(x, y)
        if (current.lastOrNull() != point) current = current + point
    }

    private fun pointOf(x: Float, y: Float) = StrokePoint(part(x, width), part(y, height))

    private fun part(at: Float, of: Int): UShort =
        Math.round(at / of.coerceAtLeast(1) * PARTS).coerceIn(0, PARTS).toUInt().toUShort()

    override fun onDraw(canvas: Canvas) {
        for (stroke in strokes + listOf(current)) {
            path.rewind()
            stroke.forEachIndexed { at, point ->
                val x = point.x.toInt() * width / PARTS.toFloat()
                val y = point.y.toInt() * height / PARTS.toFloat()
                if (at == 0) path.moveTo(x, y) else path.lineTo(x, y)
                // A dot is a stroke, too.
                if (stroke.size == 1) path.lineTo(x + 0.1f, y)
            }
            canvas.drawPath(path, ink)
        }
    }

    private companion object {
        const val PARTS = 1000
    }
}
