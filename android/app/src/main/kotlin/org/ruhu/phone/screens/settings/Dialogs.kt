package org.ruhu.phone.screens.settings

import android.app.AlertDialog
import android.content.Context
import org.ruhu.phone.R
import org.ruhu.phone.core.Unsent
import org.ruhu.phone.ui.sizeText

/** Shows the diagnostics whole before they are shared: whoever shares them can see that nobody is in them. */
fun diagnosticsDialog(context: Context, text: String, share: () -> Unit) {
    AlertDialog.Builder(context)
        .setTitle(R.string.settings_diagnostics)
        .setMessage(context.getString(R.string.settings_diagnostics_text) + "\n\n" + text)
        .setPositiveButton(R.string.settings_share) { _, _ -> share() }
        .setNegativeButton(R.string.cancel, null)
        .show()
}

/** What is inside the app, and on which terms. */
fun licencesDialog(context: Context) {
    val text = context.resources.openRawResource(R.raw.licences).bufferedReader().use { it.readText() }
    AlertDialog.Builder(context)
        .setTitle(R.string.settings_licences)
        .setMessage(text)
        .setPositiveButton(R.string.understood, null)
        .show()
}

/** What was written, and what was left out of it. */
fun writtenText(context: Context, written: BackupNow.Written): String {
    val backup = written.backup
    val said = context.getString(
        R.string.settings_backup_written,
        written.name,
        backup.records.toInt(),
        backup.photos.toInt(),
        sizeText(backup.bytes),
    )
    if (backup.leftOut == 0u) return said
    val leftOut = backup.leftOut.toInt()
    return said + "\n" + context.resources.getQuantityString(R.plurals.settings_backup_left_out, leftOut, leftOut)
}

/** "还有 3 条记录、5 张照片没传到镇里。" */
fun unsentText(context: Context, unsent: Unsent): String {
    val (records, photos) = unsent.records.toInt() to unsent.photos.toInt()
    return when {
        records == 0 && photos == 0 -> context.getString(R.string.settings_unsent_none)
        photos == 0 -> context.resources.getQuantityString(R.plurals.settings_unsent, records, records)
        else -> context.getString(R.string.settings_unsent_photos, records, photos)
    }
}
