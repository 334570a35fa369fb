package org.ruhu.phone.desk

import android.app.Activity
import android.content.Context
import android.content.Intent
import android.graphics.Bitmap
import android.graphics.Color
import android.net.Uri
import android.provider.MediaStore
import com.google.zxing.BarcodeFormat
import com.google.zxing.qrcode.QRCodeWriter
import org.robolectric.Shadows.shadowOf
import org.ruhu.phone.harness.Where
import java.io.ByteArrayOutputStream
import java.io.File

/**
 * The other apps of the phone: the camera hands back real photos, one after the other, or the enrolment sheet while the
 * phone has none; of every other app it is told that it was opened.
 */
class OtherApps(private val context: Context, private val sheet: () -> String?, private val tell: (String) -> Unit) {
    private val photos: List<File> = File(Where.root, "tests/data/photos").listFiles().orEmpty()
        .filter { it.extension == "jpg" && it.name !in DAMAGED }
        .sortedBy { it.name }
        .also { check(it.isNotEmpty()) { "tests/data/photos has no photo" } }
    private var taken = 0

    /** Plays the part of whatever the app has opened since. */
    fun play(activity: Activity) {
        while (true) {
            val asked = shadowOf(activity).nextStartedActivityForResult ?: break
            answer(activity, asked.intent)
        }
        while (true) {
            val opened = shadowOf(context as android.app.Application).nextStartedActivity ?: break
            if (opened.action != MediaStore.ACTION_IMAGE_CAPTURE) tell("手机打开了别的应用 opened: ${opened.action} ${opened.data ?: ""}")
        }
    }

    private fun answer(activity: Activity, asked: Intent) {
        @Suppress("DEPRECATION")
        val target: Uri? = asked.getParcelableExtra(MediaStore.EXTRA_OUTPUT)
        if (asked.action != MediaStore.ACTION_IMAGE_CAPTURE || target == null) {
            tell("手机打开了别的应用，什么也没选 opened and left again: ${asked.action}")
            shadowOf(activity).receiveResult(asked, Activity.RESULT_CANCELED, null)
            return
        }
        checkNotNull(context.contentResolver.openOutputStream(target, "w")).use { it.write(picture()) }
        shadowOf(activity).receiveResult(asked, Activity.RESULT_OK, null)
    }

    private fun picture(): ByteArray {
        sheet()?.let {
            tell("照相机对着登记单 the camera sees the enrolment sheet")
            return sheetPicture(it)
        }
        val file = photos[taken++ % photos.size]
        tell("照相机拍下了 the camera took: ${file.name}")
        return distinct(file.readBytes(), taken)
    }

    /** The same photo is never the same bytes twice, as with a real camera: a comment is put behind the file's first mark. */
    private fun distinct(jpeg: ByteArray, number: Int): ByteArray {
        val words = "$number ${System.nanoTime()}".toByteArray()
        val comment = byteArrayOf(0xFF.toByte(), 0xFE.toByte(), 0, (words.size + 2).toByte()) + words
        return jpeg.copyOfRange(0, 2) + comment + jpeg.copyOfRange(2, jpeg.size)
    }

    private fun sheetPicture(words: String): ByteArray {
        val code = QRCodeWriter().encode(words, BarcodeFormat.QR_CODE, SHEET, SHEET)
        val pixels = IntArray(SHEET * SHEET) { if (code[it % SHEET, it / SHEET]) Color.BLACK else Color.WHITE }
        val picture = Bitmap.createBitmap(pixels, SHEET, SHEET, Bitmap.Config.ARGB_8888)
        return ByteArrayOutputStream().also { picture.compress(Bitmap.CompressFormat.JPEG, 90, it) }.toByteArray()
    }

    private companion object {
        /** Damaged on purpose: for tests of refusing. */
        val DAMAGED = setOf("corrupted.jpg", "image00971.jpg", "image01713.jpg")
        const val SHEET = 1000
    }
}
