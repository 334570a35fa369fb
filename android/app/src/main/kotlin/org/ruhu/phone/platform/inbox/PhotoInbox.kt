package org.ruhu.phone.platform.inbox

import org.ruhu.phone.core.Moment
import org.ruhu.phone.platform.BrokenPicture
import org.ruhu.phone.platform.KeyErrors
import org.ruhu.phone.platform.KeyGone
import org.ruhu.phone.platform.KeystoreCalls
import org.ruhu.phone.platform.KeystoreSilent
import org.ruhu.phone.platform.Shot
import org.ruhu.phone.platform.writeWhole
import java.io.File
import java.io.IOException
import java.io.InputStream
import java.security.GeneralSecurityException

/**
 * Pictures between the camera and the core's shelf. They lie here sealed, each whole or not at all, under the name of whoever
 * asked for them, until they are taken in; a kill at any moment costs at most the picture that was being written. What
 * cannot be taken in is set aside under a name of its own and kept.
 */
internal class PhotoInbox(private val folder: File, private val errors: KeyErrors, calls: KeystoreCalls) {
    private val key = InboxKey(calls)

    /** Takes in one picture to its end. Nothing of it is left when it breaks off, or when there was nothing in it. */
    fun takeIn(name: PictureName, written: Moment, from: InputStream) {
        if (!folder.isDirectory && !folder.mkdirs()) throw IOException("the inbox cannot be made")
        val part = File.createTempFile("picture-", PART, folder)
        try {
            if (seal(name, from, part) == 0L) return
            val whole = File(folder, name.sealed(written))
            if (!part.renameTo(whole)) throw IOException("the picture cannot be put in its place")
        } finally {
            part.delete()
        }
    }

    private fun seal(name: PictureName, from: InputStream, part: File): Long = part.outputStream().use { file ->
        val sealing = SealingStream(file, key.fresh(name.owner, file))
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

    /** The sealed file's size: some bytes more than the picture's. */
    fun size(shot: Shot): Long = File(folder, shot.name).length()

    /**
     * The picture as the camera wrote it. Throws [BrokenPicture] for one that will never open; when the keystore or the disk
     * does not answer, which says nothing about the picture, an `AppException` that says so.
     */
    fun read(shot: Shot): ByteArray = try {
        File(folder, shot.name).inputStream().buffered().use { file ->
            val plain = WholePicture(size(shot))
            unseal(file, key.of(shot.owner, file), plain)
            plain.bytes()
        }
    } catch (gone: KeyGone) {
        throw BrokenPicture(gone)
    } catch (shut: GeneralSecurityException) {
        throw BrokenPicture(shut)
    } catch (silent: KeystoreSilent) {
        throw errors.silent(silent.kind)
    } catch (disk: IOException) {
        throw errors.file(disk)
    }

    /**
     * An attempt to take it in begins, which is on the disk when this comes back. Answers how many attempts began before and
     * did not end: the process ended in their midst.
     */
    fun begin(shot: Shot): Int {
        val mark = mark(shot)
        val before = if (mark.exists()) mark.readText().trim().toIntOrNull() ?: 1 else 0
        writeWhole(mark, (before + 1).toString().toByteArray())
        return before
    }

    /** The attempt ended, and the process goes on. */
    fun ended(shot: Shot) {
        mark(shot).delete()
    }

    /** It is somewhere else now, or not wanted. */
    fun remove(shot: Shot) {
        val file = File(folder, shot.name)
        if (!file.delete() && file.exists()) throw IOException("the picture cannot be removed from the inbox")
        ended(shot)
    }

    /** It is kept, and waits no more. One that was set aside under the same name stays. */
    fun setAside(shot: Shot) {
        val file = File(folder, shot.name)
        val kept = generateSequence(1) { it + 1 }
            .map { File(folder, shot.name + (if (it == 1) "" else "-$it") + ASIDE) }
            .first { !it.exists() }
        if (!file.renameTo(kept) && file.exists()) throw IOException("the picture cannot be set aside")
        ended(shot)
    }

    private fun mark(shot: Shot) = File(folder, shot.name + TRIED)

    /** What a killed process left half written. Only when nobody is writing. */
    fun sweep() {
        folder.listFiles().orEmpty().filter { it.name.endsWith(PART) }.forEach { it.delete() }
    }

    companion object {
        private const val PART = ".part"
        private const val ASIDE = ".aside"
        private const val TRIED = ".tried"

        /** Never in a backup of the system's. */
        fun of(context: android.content.Context, calls: KeystoreCalls = KeystoreCalls()) =
            PhotoInbox(File(context.noBackupFilesDir, "camera"), KeyErrors(context), calls)
    }
}

/** A picture in memory once: it is shorter than its sealed file, so that nothing has to grow. */
private class WholePicture(most: Long) : java.io.OutputStream() {
    private val bytes = ByteArray(Math.toIntExact(most))
    private var filled = 0

    override fun write(byte: Int) = write(byteArrayOf(byte.toByte()), 0, 1)

    override fun write(from: ByteArray, at: Int, count: Int) {
        from.copyInto(bytes, filled, at, at + count)
        filled += count
    }

    fun bytes(): ByteArray = bytes.copyOf(filled)
}
