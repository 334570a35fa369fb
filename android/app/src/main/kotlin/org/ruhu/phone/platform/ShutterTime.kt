package org.ruhu.phone.platform

import android.media.ExifInterface
import org.ruhu.phone.core.Moment
import java.io.ByteArrayInputStream
import java.io.IOException
import java.time.DateTimeException
import java.time.LocalDateTime
import java.time.ZoneId
import java.time.format.DateTimeFormatter

private val EXIF: DateTimeFormatter = DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss")

/**
 * When the shutter was pressed, on the phone's wall clock, as far as that is known. The camera says it in the picture, in
 * the phone's own time zone and to the second; it is believed when it lies between the opening of the camera and the
 * writing of the picture. Otherwise the moment of writing is the best that is known.
 */
fun shutterTime(shot: Shot, jpeg: ByteArray): Moment {
    val said = try {
        ExifInterface(ByteArrayInputStream(jpeg)).getAttribute(ExifInterface.TAG_DATETIME_ORIGINAL)
    } catch (_: IOException) {
        // No readable EXIF: the core decides whether the picture itself is good.
        null
    }
    val moment = said?.let(::momentOf) ?: return shot.taken
    return if (moment in shot.opened - SECOND..shot.taken) moment else shot.taken
}

private fun momentOf(said: String): Moment? = try {
    Moment.of(LocalDateTime.parse(said, EXIF).atZone(ZoneId.systemDefault()).toInstant())
} catch (_: DateTimeException) {
    // Cameras without a clock write blanks or zeros.
    null
}

private const val SECOND = 1_000L
