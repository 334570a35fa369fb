package org.ruhu.phone.screens.settings

import android.content.Context
import android.content.Intent
import android.net.Uri
import android.provider.DocumentsContract
import android.provider.OpenableColumns
import java.io.File
import java.io.FileNotFoundException
import java.io.IOException
import java.io.OutputStream

/**
 * A document in a place that the cadre chose: the app asks for no storage, the system's own picker hands it this one. A copy
 * that was cut off is taken back.
 */
class ChosenDocument(private val context: Context, private val document: Uri) {
    /** What it is called there. */
    val name: String
        get() {
            val columns = arrayOf(OpenableColumns.DISPLAY_NAME)
            val name = try {
                context.contentResolver.query(document, columns, null, null, null)?.use { row ->
                    if (row.moveToFirst()) row.getString(0) else null
                }
            } catch (_: RuntimeException) {
                // The place's own failure crosses as it is; its address says less, and enough.
                null
            }
            return name ?: document.lastPathSegment.orEmpty()
        }

    /** Copies a file into it; throws as the other [write]. */
    fun write(file: File) = write { out -> file.inputStream().use { it.copyTo(out) } }

    /** Writes into it. Throws [IOException]; what was written of it is gone then, where the place can delete. */
    fun write(fill: (OutputStream) -> Unit) {
        try {
            val out = context.contentResolver.openOutputStream(document, "w")
                ?: throw FileNotFoundException("the document does not open")
            out.use(fill)
        } catch (failed: IOException) {
            takeBack()
            throw failed
        } catch (failed: RuntimeException) {
            // Places are other apps: their SecurityException, IllegalStateException and the like cross as they are.
            takeBack()
            throw IOException(failed.javaClass.simpleName, failed)
        }
    }

    /** Lets the document go, where the place can delete. */
    fun takeBack() {
        try {
            DocumentsContract.deleteDocument(context.contentResolver, document)
        } catch (_: FileNotFoundException) {
            // It is gone already, with the card it was on; that nothing was written is told all the same.
        } catch (_: RuntimeException) {
            // A place that cannot delete says so by IllegalArgument-, UnsupportedOperation- or SecurityException; the cadre is
            // told that what is there is not whole.
        }
    }

    companion object {
        /** Asks for a place for a new document of this name. */
        fun create(type: String, name: String): Intent = Intent(Intent.ACTION_CREATE_DOCUMENT)
            .addCategory(Intent.CATEGORY_OPENABLE)
            .setType(type)
            .putExtra(Intent.EXTRA_TITLE, name)
    }
}
