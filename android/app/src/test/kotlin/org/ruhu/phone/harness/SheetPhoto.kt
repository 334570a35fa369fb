package org.ruhu.phone.harness

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Matrix
import android.graphics.Paint
import com.google.zxing.BarcodeFormat
import com.google.zxing.qrcode.QRCodeWriter
import java.io.File
import java.util.Random

/**
 * A photo of the printed enrolment sheet, as a camera makes it: paper on a table, the code at an angle, uneven light, noise,
 * JPEG. Drawn by zxing's encoder, which is not what reads it.
 */
class SheetPhoto(
    private val qr: String,
    private val width: Int = 1600,
    private val height: Int = 1200,
    /** How the sheet lies, in degrees. */
    private val angle: Float = 0f,
    /** How much of the picture's shorter side the code takes. */
    private val share: Float = 0.5f,
) {
    /** As a file that the camera app may hand over. */
    fun file(): File {
        val picture = Bitmap.createBitmap(width, height, Bitmap.Config.ARGB_8888)
        val canvas = Canvas(picture)
        canvas.drawColor(Color.rgb(120, 90, 60))
        val sheet = sheet()
        val scale = minOf(width, height) * share / SIDE
        val lies = Matrix().apply {
            postTranslate(-sheet.width / 2f, -sheet.height / 2f)
            postScale(scale, scale)
            postRotate(angle)
            postTranslate(width / 2f, height / 2f)
        }
        canvas.drawBitmap(sheet, lies, Paint(Paint.FILTER_BITMAP_FLAG))
        light(picture)
        val file = File.createTempFile("sheet", ".jpg").apply { deleteOnExit() }
        file.outputStream().use { picture.compress(Bitmap.CompressFormat.JPEG, 80, it) }
        return file
    }

    /** The paper: the code with its white edge, and a line of print above it. */
    private fun sheet(): Bitmap {
        val matrix = QRCodeWriter().encode(qr, BarcodeFormat.QR_CODE, SIDE, SIDE)
        val sheet = Bitmap.createBitmap(SIDE, SIDE + HEAD, Bitmap.Config.ARGB_8888)
        val canvas = Canvas(sheet)
        canvas.drawColor(Color.rgb(245, 243, 238))
        val ink = Paint().apply {
            color = Color.rgb(30, 30, 34)
            textSize = 40f
        }
        canvas.drawText("入户登记单", 40f, 60f, ink)
        for (x in 0 until SIDE) for (y in 0 until SIDE) if (matrix.get(x, y)) sheet.setPixel(x, y + HEAD, ink.color)
        return sheet
    }

    /** Darker to one side, and the grain of a small sensor. */
    private fun light(picture: Bitmap) {
        val row = IntArray(width)
        val grain = Random(1)
        for (y in 0 until height) {
            picture.getPixels(row, 0, width, 0, y, width, 1)
            for (x in 0 until width) {
                val bright = 0.65f + 0.35f * x / width
                val noise = (grain.nextGaussian() * 6).toInt()
                fun seen(channel: Int) = (channel * bright + noise).toInt().coerceIn(0, 255)
                row[x] = Color.rgb(seen(Color.red(row[x])), seen(Color.green(row[x])), seen(Color.blue(row[x])))
            }
            picture.setPixels(row, 0, width, 0, y, width, 1)
        }
    }

    private companion object {
        const val SIDE = 500
        const val HEAD = 100
    }
}
