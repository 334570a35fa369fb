package org.ruhu.phone.privacy

import java.io.ByteArrayInputStream
import java.io.File
import java.util.zip.ZipInputStream

/**
 * What must not be found in a file: words in every encoding that a phone writes, the marks of pictures and databases, keys.
 * Archives are looked into.
 */
class Needles(words: List<String>, val bytes: List<ByteArray>) {
    private val all: List<Pair<String, ByteArray>> =
        words.distinct().flatMap { word ->
            listOf(Charsets.UTF_8, Charsets.UTF_16LE, Charsets.UTF_16BE).map { "a word in $it" to word.toByteArray(it) }
        }.filter { (_, needle) -> needle.size >= SHORTEST } + bytes.map { "a key" to it } + MARKS

    /** What is in this file that must not be: the file's name and the kind, never the word itself. */
    fun findIn(file: File): List<String> = findIn(file.name, file.readBytes())

    private fun findIn(name: String, content: ByteArray): List<String> {
        val starts = STARTS.filter { (_, mark) -> content.startsWith(mark) }.map { (kind, _) -> "$name: $kind" }
        val inside = all.filter { (_, needle) -> content.holds(needle) }.map { (kind, _) -> "$name: $kind" }
        return (starts + inside + inArchive(name, content)).distinct()
    }

    private fun inArchive(name: String, content: ByteArray): List<String> {
        if (!content.startsWith(ZIP)) return emptyList()
        val found = mutableListOf<String>()
        ZipInputStream(ByteArrayInputStream(content)).use { zip ->
            while (zip.nextEntry != null) found += findIn("$name/entry", zip.readBytes())
        }
        return found
    }

    private companion object {
        /** Bytes. Shorter ones occur in megabytes of noise by chance. */
        const val SHORTEST = 6
        val ZIP = byteArrayOf('P'.code.toByte(), 'K'.code.toByte(), 3, 4)
        val STARTS = listOf("a picture" to byteArrayOf(0xFF.toByte(), 0xD8.toByte(), 0xFF.toByte()))
        val MARKS = listOf(
            "a picture's head" to "JFIF\u0000".toByteArray(),
            "a picture's head" to "Exif\u0000\u0000".toByteArray(),
            "a database" to "SQLite format 3".toByteArray(),
        )
    }
}

private fun ByteArray.startsWith(mark: ByteArray): Boolean = size >= mark.size && mark.indices.all { this[it] == mark[it] }

private fun ByteArray.holds(needle: ByteArray): Boolean {
    val first = needle[0]
    var at = 0
    while (at <= size - needle.size) {
        if (this[at] == first && needle.indices.all { this[at + it] == needle[it] }) return true
        at++
    }
    return false
}
