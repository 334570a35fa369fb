package org.ruhu.phone.platform.inbox

import org.ruhu.phone.core.Moment
import org.ruhu.phone.platform.BrokenPicture
import org.ruhu.phone.platform.Shot
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.IOException
import java.io.InputStream
import java.security.GeneralSecurityException

/**
 * Pictures between the camera and the core's shelf. They lie here sealed, each whole or not at all, under the name of whoever
 * asked for them, until they are taken in; a kill at any moment costs at most the picture that was being written.
 */
internal class PhotoInbox(private val folder: File) {
    /** Takes in one picture to its end. Nothing of it is left when it breaks off, or when there was nothing in it. */
    fun takeIn(name: PictureName, written: Moment, from: InputStream) {
        if (!folder.isDirectory && !folder.mkdirs()) throw IOException("the inbox cannot be made")
        val part = File.createTempFile("${name.owner}_", PART, folder)
        try {
            if (seal(name, from, part) == 0L) return
            val whole = File(folder, name.sealed(written))
            if (!part.renameTo(whole)) throw IOException("the picture cannot be put in its place")
        } finally {
            part.delete()
        }
    }

    private fun seal(name: PictureName, from: InputStream, part: File): Long = part.outputStream().use { file ->
        val sealing = SealingStream(file, InboxKey.fresh(name.owner, file))
        val count = from.copyTo(sealing)
        sealing.finish()
        file.fd.sync()
        count
    }

    /** Whole pictures of this owner, oldest first. */
    fun waiting(owner: String): List<Shot> = folder.list().orEmpty()
        .mapNotNull { file -> PictureName.ofFile(file)?.let { file to it } }
        .filter { (_, name) -> name.owner == owner }
        .map { (file, name) -> Shot(owner, file, opened = name.opened, taken = name.written ?: name.opened) }
        .sortedBy { it.taken }

    /** The picture as the camera wrote it. Throws [BrokenPicture] for one that will never open again. */
    fun read(shot: Shot): ByteArray = File(folder, shot.name).inputStream().buffered().use { file ->
        val plain = ByteArrayOutputStream()
        try {
            unseal(file, InboxKey.of(shot.owner, file), plain)
        } catch (shut: GeneralSecurityException) {
            throw BrokenPicture(shut)
        }
        plain.toByteArray()
    }

    /** It is somewhere else now, or not wanted. */
    fun remove(shot: Shot) {
        val file = File(folder, shot.name)
        if (!file.delete() && file.exists()) throw IOException("the picture cannot be removed from the inbox")
    }

    /** What a killed process left half written. Only when nobody is writing. */
    fun sweep() {
        folder.listFiles().orEmpty().filter { it.name.endsWith(PART) }.forEach { it.delete() }
    }

    companion object {
        private const val PART = ".part"

        /** Never in a backup of the system's. */
        fun of(context: android.content.Context) = PhotoInbox(File(context.noBackupFilesDir, "camera"))
    }
}
