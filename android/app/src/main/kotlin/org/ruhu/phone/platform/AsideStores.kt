package org.ruhu.phone.platform

import android.content.Context
import java.io.File
import java.io.OutputStream
import java.util.zip.Deflater
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream

/**
 * The stores that were set aside on this phone because their key was lost, each a folder beside the core's. Everything in them
 * is encrypted; the township opens them by the key that lies in each, sealed to it.
 */
class AsideStores(context: Context) {
    private val store = storeFolder(context)

    /** Their folders, oldest first. */
    fun folders(): List<File> = store.parentFile?.listFiles().orEmpty()
        .filter { it.isDirectory && it.name.startsWith("${store.name}-aside-") }
        .sortedBy { it.name }

    /** All of them as one ZIP file. Encrypted bytes do not get smaller: they are not squeezed. */
    fun zip(to: OutputStream) {
        val zip = ZipOutputStream(to.buffered()).apply { setLevel(Deflater.NO_COMPRESSION) }
        for (folder in folders()) {
            for (file in folder.walk().filter { it.isFile }) {
                zip.putNextEntry(ZipEntry("${folder.name}/${file.relativeTo(folder).path}"))
                file.inputStream().use { it.copyTo(zip) }
                zip.closeEntry()
            }
        }
        zip.finish()
        zip.flush()
    }
}
