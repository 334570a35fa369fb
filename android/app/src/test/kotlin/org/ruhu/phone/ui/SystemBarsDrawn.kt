package org.ruhu.phone.ui

import android.app.Activity
import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.view.View

/**
 * The system's bars as the window asks for them, which Robolectric does not draw: above the page a clock, under it the three
 * keys, each bar in the window's colour, their signs dark or white as the window says.
 */
class SystemBarsDrawn(activity: Activity) {
    private val density = activity.resources.displayMetrics.density
    private val status = activity.window.statusBarColor
    private val navigation = activity.window.navigationBarColor

    @Suppress("DEPRECATION")
    private val flags = activity.window.decorView.systemUiVisibility
    private val statusSigns = signs(flags and View.SYSTEM_UI_FLAG_LIGHT_STATUS_BAR != 0)
    private val navigationSigns = signs(flags and View.SYSTEM_UI_FLAG_LIGHT_NAVIGATION_BAR != 0)

    private fun signs(dark: Boolean) = if (dark) Color.BLACK else Color.WHITE

    /** What cannot be seen on its bar: signs need three to one (WCAG 2.1, 1.4.11). */
    fun faults(): List<String> = listOf("status" to (statusSigns to status), "navigation" to (navigationSigns to navigation))
        .filter { (_, colours) -> contrast(colours.first, colours.second) < 3.0 }
        .map { (bar, _) -> "Faint: the signs of the $bar bar" }

    /** The picture between both bars. */
    fun around(picture: Bitmap): Bitmap {
        val (top, bottom) = (24 * density).toInt() to (48 * density).toInt()
        val whole = Bitmap.createBitmap(picture.width, top + picture.height + bottom, Bitmap.Config.ARGB_8888)
        val canvas = Canvas(whole)
        canvas.drawColor(navigation)
        canvas.drawRect(0f, 0f, whole.width.toFloat(), top.toFloat(), Paint().apply { color = status })
        canvas.drawBitmap(picture, 0f, top.toFloat(), null)
        val text = Paint(Paint.ANTI_ALIAS_FLAG).apply {
            color = statusSigns
            textSize = 14 * density
        }
        canvas.drawText("9:41", 16 * density, 17 * density, text)
        val line = Paint(Paint.ANTI_ALIAS_FLAG).apply {
            color = navigationSigns
            style = Paint.Style.STROKE
            strokeWidth = 2 * density
        }
        val (y, size) = whole.height - bottom / 2f to 8 * density
        canvas.drawCircle(whole.width / 2f, y, size, line)
        canvas.drawRect(whole.width * 0.8f - size, y - size, whole.width * 0.8f + size, y + size, line)
        canvas.drawLine(whole.width * 0.2f + size, y - size, whole.width * 0.2f - size, y, line)
        canvas.drawLine(whole.width * 0.2f - size, y, whole.width * 0.2f + size, y + size, line)
        return whole
    }
}
