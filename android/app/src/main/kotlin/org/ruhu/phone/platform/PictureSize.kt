package org.ruhu.phone.platform

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Matrix
import android.media.ExifInterface
import android.util.Size
import java.io.ByteArrayInputStream
import java.io.IOException

// A camera's JPEG as the phone itself can look at it: how large its copy will be, and a small picture of it, upright. The
// core does both better and a little later; these are for the moment in between.

/** The longest side of the core's copy. */
private const val COPY_SIDE = 2048

/** How large the core's upright copy will be; none for what is no picture. */
fun copySize(jpeg: ByteArray): Size? {
    val raw = sizeOf(jpeg) ?: return null
    val upright = if (turnOf(jpeg) % 180 == 0) raw else Size(raw.height, raw.width)
    val longest = maxOf(upright.width, upright.height)
    if (longest <= COPY_SIDE) return upright
    return Size(upright.width * COPY_SIDE / longest, upright.height * COPY_SIDE / longest)
}

/** The picture, upright and at least so large where it is, without ever being whole in memory; none for what is no picture. */
fun smallPicture(jpeg: ByteArray, side: Int): Bitmap? {
    val size = sizeOf(jpeg) ?: return null
    val options = BitmapFactory.Options().apply {
        inSampleSize = Integer.highestOneBit((maxOf(size.width, size.height) / side).coerceAtLeast(1))
    }
    val small = BitmapFactory.decodeByteArray(jpeg, 0, jpeg.size, options) ?: return null
    val turn = turnOf(jpeg)
    if (turn == 0) return small
    val upright = Matrix().apply { postRotate(turn.toFloat()) }
    return Bitmap.createBitmap(small, 0, 0, small.width, small.height, upright, true)
}

/**
 * What a phone can take in. A decoded picture takes three bytes a pixel, and beside it stand the file and the smaller
 * copies: four bytes a pixel must fit into what the system means for one app. 192 MiB hold 50 megapixels, 256 MiB 67.
 */
class PictureBound(memoryMiB: Int) {
    private val bytes = memoryMiB.toLong() * 1024 * 1024

    /** Whether a file of this size can be read: it stands in memory twice, here and in the core. */
    fun holdsFile(size: Long): Boolean = size <= minOf(bytes / 3, MOST_FILE)

    /** Whether its picture can be decoded; what is no picture is for the core to refuse in words. */
    fun holdsPixels(jpeg: ByteArray): Boolean {
        val size = sizeOf(jpeg) ?: return true
        return size.width.toLong() * size.height * PIXEL_BYTES <= bytes
    }

    private companion object {
        const val PIXEL_BYTES = 4

        /** The core's own bound, 64 MiB, and the bytes that sealing adds. */
        const val MOST_FILE = (64L + 1) * 1024 * 1024
    }
}

private fun sizeOf(jpeg: ByteArray): Size? {
    val options = BitmapFactory.Options().apply { inJustDecodeBounds = true }
    BitmapFactory.decodeByteArray(jpeg, 0, jpeg.size, options)
    return if (options.outWidth > 0 && options.outHeight > 0) Size(options.outWidth, options.outHeight) else null
}

/** How far it must be turned to the right to stand upright, in degrees. */
private fun turnOf(jpeg: ByteArray): Int = try {
    val exif = ExifInterface(ByteArrayInputStream(jpeg))
    when (exif.getAttributeInt(ExifInterface.TAG_ORIENTATION, ExifInterface.ORIENTATION_NORMAL)) {
        ExifInterface.ORIENTATION_ROTATE_90, ExifInterface.ORIENTATION_TRANSVERSE -> 90
        ExifInterface.ORIENTATION_ROTATE_180, ExifInterface.ORIENTATION_FLIP_VERTICAL -> 180
        ExifInterface.ORIENTATION_ROTATE_270, ExifInterface.ORIENTATION_TRANSPOSE -> 270
        else -> 0
    }
} catch (_: IOException) {
    // Without readable EXIF it stands as it lies.
    0
}
