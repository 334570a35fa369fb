package org.ruhu.phone.screens.settings

import android.content.Context
import android.content.Intent
import android.net.Uri
import android.provider.DocumentsContract
import android.provider.OpenableColumns
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import org.ruhu.phone.core.Backup
import org.ruhu.phone.core.Core
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.Text
import java.io.File
import java.io.FileNotFoundException
import java.io.IOException
import java.time.Instant
import java.time.ZoneId
import java.time.format.DateTimeFormatter

/**
 * The backup of what is not sent yet, in a document that the cadre chose: on a memory card, on a USB stick. The core seals it
 * to the township's key in a file of the app's own; that file is copied out and removed. A copy that was cut off is no
 * backup: it goes too, and the cadre is told.
 */
class BackupFile(private val context: Context) {
    private val folder = File(context.noBackupFilesDir, "outgoing")

    /** Asks for a place; the name carries the day, nobody's name. */
    fun ask(now: Moment): Intent = Intent(Intent.ACTION_CREATE_DOCUMENT)
        .addCategory(Intent.CATEGORY_OPENABLE)
        .setType("application/octet-stream")
        .putExtra(Intent.EXTRA_TITLE, "ruhu-${STAMP.format(Instant.ofEpochMilli(now))}.backup")

    /** Writes it there. */
    suspend fun write(core: Core, to: Uri): Backup {
        val sealed = withContext(Dispatchers.IO) { emptyFile() }
        try {
            val backup = core.backup(sealed)
            withContext(Dispatchers.IO) { copy(sealed, to) }
            return backup
        } catch (failed: IOException) {
            withContext(Dispatchers.IO) { takeBack(to) }
            throw notWritten(failed)
        } finally {
            withContext(Dispatchers.IO) { sealed.delete() }
        }
    }

    /** What the chosen document is called. */
    fun nameOf(document: Uri): String {
        val columns = arrayOf(OpenableColumns.DISPLAY_NAME)
        val name = context.contentResolver.query(document, columns, null, null, null)?.use { row ->
            if (row.moveToFirst()) row.getString(0) else null
        }
        return name ?: document.lastPathSegment.orEmpty()
    }

    /** A name of its own for the sealed file; what a kill left here is of no use to anybody and goes first. */
    private fun emptyFile(): File {
        folder.mkdirs()
        folder.listFiles().orEmpty().forEach { it.delete() }
        return File(folder, "sealed")
    }

    private fun copy(sealed: File, to: Uri) {
        val out = context.contentResolver.openOutputStream(to, "w") ?: throw FileNotFoundException("the document does not open")
        out.use { sealed.inputStream().use { from -> from.copyTo(it) } }
    }

    private fun takeBack(document: Uri) {
        try {
            DocumentsContract.deleteDocument(context.contentResolver, document)
        } catch (_: FileNotFoundException) {
            // It is gone already, with the card it was on; that nothing was written is told all the same.
        } catch (_: IllegalArgumentException) {
            // A place that cannot delete says so in this way; the cadre is told that what is there is no backup.
        }
    }

    private fun notWritten(failure: IOException) = FixThis(
        "backup_not_written",
        Text(
            "备份没写成（存储卡满了或拔掉了）。那里要是有半个文件，不能用。请换个地方再写一次。",
            "The backup was not written (${failure.javaClass.simpleName}: the card is full or was taken out). A file that is " +
                "there is not whole. Please choose another place and write it again.",
        ),
    )

    private companion object {
        val STAMP: DateTimeFormatter = DateTimeFormatter.ofPattern("yyyyMMdd-HHmm").withZone(ZoneId.of("Asia/Shanghai"))
    }
}
