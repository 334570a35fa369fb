package org.ruhu.phone.platform

import android.content.Context
import java.io.File
import java.io.FileOutputStream
import java.io.IOException

/** The core's own folder: never in a backup of the system's. */
fun storeFolder(context: Context): File = File(context.noBackupFilesDir, "core")

/** Written beside it and renamed: a cut leaves the old file or the new one. */
internal fun writeWhole(file: File, bytes: ByteArray) {
    val beside = File(file.path + ".new")
    FileOutputStream(beside).use {
        it.write(bytes)
        it.fd.sync()
    }
    if (!beside.renameTo(file)) throw IOException("the file cannot be put in its place: ${file.name}")
}

/** Gone, or told that it is not. */
internal fun remove(file: File) {
    if (file.exists() && !file.delete()) throw IOException("the file cannot be removed: ${file.name}")
}
