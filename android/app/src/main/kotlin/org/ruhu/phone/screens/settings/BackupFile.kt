package org.ruhu.phone.screens.settings

import android.content.Context
import android.content.Intent
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import org.ruhu.phone.R
import org.ruhu.phone.core.Backup
import org.ruhu.phone.core.Core
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.Moment
import org.ruhu.phone.platform.AsideStores
import org.ruhu.phone.ui.inBothLanguages
import java.io.File
import java.io.IOException
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
    fun create(now: Moment): Intent =
        ChosenDocument.create("application/octet-stream", "ruhu-${STAMP.format(now.toInstant())}.backup")

    /** Writes it there. */
    suspend fun write(core: Core, to: ChosenDocument): Backup {
        val sealed = withContext(Dispatchers.IO) { emptyFile() }
        try {
            val backup = core.backup(sealed)
            withContext(Dispatchers.IO) { to.write(sealed) }
            return backup
        } catch (failed: IOException) {
            throw notWritten(failed)
        } finally {
            withContext(Dispatchers.IO) { sealed.delete() }
        }
    }

    /** A name of its own for the sealed file; what a kill left here is of no use to anybody and goes first. */
    private fun emptyFile(): File {
        folder.mkdirs()
        folder.listFiles().orEmpty().forEach { it.delete() }
        return File(folder, "sealed")
    }

    /** Asks for a place for the stores that were set aside. */
    fun createForSetAside(now: Moment): Intent =
        ChosenDocument.create("application/zip", "ruhu-aside-${STAMP.format(now.toInstant())}.zip")

    /** Writes them there: they are sealed already. */
    suspend fun writeAside(stores: AsideStores, to: ChosenDocument) = try {
        withContext(Dispatchers.IO) { to.write(stores::zip) }
    } catch (failed: IOException) {
        throw notWritten(failed)
    }

    private fun notWritten(failure: IOException) = FixThis(
        "backup_not_written",
        context.inBothLanguages(R.string.error_backup_not_written, failure.javaClass.simpleName),
    )

    private companion object {
        val STAMP: DateTimeFormatter = DateTimeFormatter.ofPattern("yyyyMMdd-HHmm").withZone(ZoneId.of("Asia/Shanghai"))
    }
}
