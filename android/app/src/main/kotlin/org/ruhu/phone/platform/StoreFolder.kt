package org.ruhu.phone.platform

import android.content.Context
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import org.ruhu.phone.core.Moment
import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.time.ZoneId
import java.time.format.DateTimeFormatter

/** The core's own folder: never in a backup of the system's. */
fun storeFolder(context: Context): File = File(context.noBackupFilesDir, "core")

/**
 * The whole folder gets a dated name beside its place, so that the next opening finds none; nothing is deleted. Done twice it
 * changes nothing the second time.
 */
fun setStoreAside(folder: File, now: Moment) {
    if (!folder.exists()) return
    val aside = File(folder.parentFile, "${folder.name}-aside-${datedName(now)}")
    if (!folder.renameTo(aside)) throw IOException("the folder cannot be set aside: ${folder.name}")
}

/**
 * The store whose key is lost goes aside, then the wrapped key of it; a kill between the two is asked about again. Nothing is
 * deleted, the keystore's keys neither: one that did not answer may do so later.
 */
suspend fun beginAnew(folder: File, platform: Platform) = withContext(Dispatchers.IO) {
    val now = platform.clocks.wall()
    setStoreAside(folder, now)
    platform.keys.setAside(now)
}

/** "20261125-050312", by China's clock. */
internal fun datedName(now: Moment): String = NAMED.format(now.toInstant())

private val NAMED = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneId.of("Asia/Shanghai"))

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
