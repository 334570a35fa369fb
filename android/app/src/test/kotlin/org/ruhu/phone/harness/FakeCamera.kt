package org.ruhu.phone.harness

import android.content.Context
import android.content.Intent
import android.net.Uri
import android.provider.MediaStore
import org.ruhu.phone.platform.inbox.Intakes
import org.ruhu.phone.platform.inbox.PictureName
import java.io.ByteArrayOutputStream
import java.io.File

/** A real photo of `tests/data/photos`. */
fun photo(name: String = "landscape_1.jpg"): File = File(Where.root, "tests/data/photos/$name")

/**
 * The camera app, as far as this app sees it: it writes a picture to the address that it was handed, through the content
 * resolver, and comes back. The pictures are real ones; a comment in each makes its bytes its own, as no two pictures of
 * a camera are the same.
 */
object FakeCamera {
    private var count = 0

    /** Writes a picture where the app asked for one. */
    fun writes(context: Context, asked: Intent, file: File) {
        val target = checkNotNull(asked.target()) { "the camera was not told where to write" }
        checkNotNull(context.contentResolver.openOutputStream(target, "w")).use { it.write(taken(file.readBytes())) }
        val owner = checkNotNull(PictureName.ofAddress(checkNotNull(target.lastPathSegment))).owner
        while (!Intakes.none()) Intakes.awaitNone(owner, 1_000)
    }

    /** These bytes as a picture of its own: a comment segment after the start of the image. What is no JPEG stays as it is. */
    fun taken(jpeg: ByteArray): ByteArray {
        if (jpeg.size < 2 || jpeg[0] != 0xFF.toByte() || jpeg[1] != 0xD8.toByte()) return jpeg
        val words = "picture ${++count}".toByteArray()
        val out = ByteArrayOutputStream()
        out.write(jpeg, 0, 2)
        out.write(byteArrayOf(0xFF.toByte(), 0xFE.toByte(), 0, (words.size + 2).toByte()))
        out.write(words)
        out.write(jpeg, 2, jpeg.size - 2)
        return out.toByteArray()
    }

    @Suppress("DEPRECATION")
    private fun Intent.target(): Uri? = getParcelableExtra(MediaStore.EXTRA_OUTPUT)
}
