package org.ruhu.phone.screens.enrol

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Matrix
import com.google.zxing.Binarizer
import com.google.zxing.BinaryBitmap
import com.google.zxing.DecodeHintType
import com.google.zxing.LuminanceSource
import com.google.zxing.RGBLuminanceSource
import com.google.zxing.ReaderException
import com.google.zxing.common.GlobalHistogramBinarizer
import com.google.zxing.common.HybridBinarizer
import com.google.zxing.qrcode.QRCodeReader

/**
 * Reads the QR code in a photo of the printed sheet. A camera's twelve megapixels are far more than a code needs and more
 * than a small phone's memory likes: the picture is decoded smaller, and looked at in several sizes, since a code that
 * fills the picture is found best in a small one and a far one in a large one. Slow: never on the main thread.
 */
fun readQr(jpeg: ByteArray): QrRead {
    val picture = decodeSmaller(jpeg) ?: return QrRead.NoPicture
    for (side in SIDES) {
        val smaller = picture.atMost(side)
        textIn(smaller)?.let { return QrRead.Found(it) }
        // A code that lies across the rows: its corners are found by rows and columns.
        textIn(smaller.turned(SLANT))?.let { return QrRead.Found(it) }
    }
    return QrRead.NoCode
}

/** What a photo said. */
sealed interface QrRead {
    data class Found(val text: String) : QrRead

    /** It is a picture, and there is no code in it that can be read. */
    data object NoCode : QrRead

    /** It is no picture at all, or was cut off. */
    data object NoPicture : QrRead
}

private val SIDES = listOf(1000, 640, LARGEST)
private const val LARGEST = 2000
private const val SLANT = 45f

private fun decodeSmaller(jpeg: ByteArray): Bitmap? {
    val size = BitmapFactory.Options().apply { inJustDecodeBounds = true }
    BitmapFactory.decodeByteArray(jpeg, 0, jpeg.size, size)
    if (size.outWidth <= 0 || size.outHeight <= 0) return null
    var step = 1
    while (maxOf(size.outWidth, size.outHeight) / (step * 2) >= LARGEST) step *= 2
    return BitmapFactory.decodeByteArray(jpeg, 0, jpeg.size, BitmapFactory.Options().apply { inSampleSize = step })
}

private fun Bitmap.atMost(side: Int): Bitmap {
    val longer = maxOf(width, height)
    if (longer <= side) return this
    val scale = side.toFloat() / longer
    fun scaled(length: Int) = (length * scale).toInt().coerceAtLeast(1)
    return Bitmap.createScaledBitmap(this, scaled(width), scaled(height), true)
}

private fun Bitmap.turned(degrees: Float): Bitmap =
    Bitmap.createBitmap(this, 0, 0, width, height, Matrix().apply { postRotate(degrees) }, true)

private fun textIn(picture: Bitmap): String? {
    val pixels = IntArray(picture.width * picture.height)
    picture.getPixels(pixels, 0, picture.width, 0, 0, picture.width, picture.height)
    val source = RGBLuminanceSource(picture.width, picture.height, pixels)
    return textBy(HybridBinarizer(source)) ?: textBy(GlobalHistogramBinarizer(source)) ?: inverted(source)
}

/** White on black: a sheet shown on another phone's screen at night. */
private fun inverted(source: LuminanceSource): String? = textBy(HybridBinarizer(source.invert()))

private fun textBy(binarizer: Binarizer): String? = try {
    // The one reader alone: the one for every format would bring all of them into the APK.
    QRCodeReader().decode(BinaryBitmap(binarizer), mapOf(DecodeHintType.TRY_HARDER to true)).text
} catch (_: ReaderException) {
    // What zxing says when there is none in sight, and when there is one that is broken.
    null
}
