package org.ruhu.phone.platform

import android.content.ContentProvider
import android.content.ContentValues
import android.database.Cursor
import android.net.Uri
import android.os.ParcelFileDescriptor
import java.io.File
import java.io.FileNotFoundException

/** Where the camera writes: one file of this app, by a name that this app made, for as long as the permission was lent. */
class PhotoProvider : ContentProvider() {
    override fun onCreate() = true

    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor {
        val name = uri.lastPathSegment.orEmpty()
        val folder = File(requireNotNull(context) { "a provider has a context once it was made" }.noBackupFilesDir, "camera")
        if (!NAME.matches(name)) throw FileNotFoundException("no such picture")
        folder.mkdirs()
        return ParcelFileDescriptor.open(File(folder, name), ParcelFileDescriptor.parseMode(mode))
    }

    override fun getType(uri: Uri) = "image/jpeg"
    override fun query(uri: Uri, a: Array<out String>?, b: String?, c: Array<out String>?, d: String?): Cursor? = null
    override fun insert(uri: Uri, values: ContentValues?): Uri? = null
    override fun delete(uri: Uri, where: String?, args: Array<out String>?) = 0
    override fun update(uri: Uri, values: ContentValues?, where: String?, args: Array<out String>?) = 0

    private companion object {
        val NAME = Regex("[A-Za-z0-9-]+_[0-9]+\\.jpg")
    }
}
