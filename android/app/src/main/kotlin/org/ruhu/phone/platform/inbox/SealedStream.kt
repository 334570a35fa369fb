package org.ruhu.phone.platform.inbox

import java.io.InputStream
import java.io.OutputStream
import java.nio.ByteBuffer
import java.security.GeneralSecurityException
import javax.crypto.Cipher
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * A stream that is sealed piece by piece, so that a picture of any size never lies readable on the disk nor whole in memory
 * while it comes in. Each piece is AES-256-GCM under a key of this one file; its number and whether it is the last are in
 * the nonce, so a piece that is missing, moved or cut off is found.
 */
internal class SealingStream(private val out: OutputStream, private val key: SecretKey) : OutputStream() {
    private val piece = ByteArray(PIECE)
    private var filled = 0
    private var number = 0L

    override fun write(byte: Int) = write(byteArrayOf(byte.toByte()))

    override fun write(bytes: ByteArray, from: Int, count: Int) {
        var at = from
        while (at < from + count) {
            if (filled == PIECE) seal(Part.Middle)
            val now = minOf(PIECE - filled, from + count - at)
            bytes.copyInto(piece, filled, at, at + now)
            filled += now
            at += now
        }
    }

    /** The last piece. Without it nothing of the file opens. */
    fun finish() {
        seal(Part.Last)
        out.flush()
    }

    private fun seal(part: Part) {
        val cipher = gcm(Cipher.ENCRYPT_MODE, key, number++, part)
        out.write(cipher.doFinal(piece, 0, filled))
        filled = 0
    }
}

/** Reads what [SealingStream] wrote; throws a [GeneralSecurityException] when it is not whole or not ours. */
internal fun unseal(sealed: InputStream, key: SecretKey, out: OutputStream) {
    var number = 0L
    var piece = sealed.readUpTo(PIECE + TAG)
    while (true) {
        val next = if (piece.size == PIECE + TAG) sealed.readUpTo(PIECE + TAG) else ByteArray(0)
        val part = if (next.isEmpty()) Part.Last else Part.Middle
        out.write(gcm(Cipher.DECRYPT_MODE, key, number++, part).doFinal(piece))
        if (part == Part.Last) return
        piece = next
    }
}

/** So many bytes exactly. */
internal fun InputStream.readExactly(count: Int): ByteArray =
    readUpTo(count).also { if (it.size < count) throw GeneralSecurityException("the picture's file ends in its head") }

private fun InputStream.readUpTo(count: Int): ByteArray {
    val bytes = ByteArray(count)
    var filled = 0
    while (filled < count) {
        val now = read(bytes, filled, count - filled)
        if (now < 0) break
        filled += now
    }
    return if (filled == count) bytes else bytes.copyOf(filled)
}

private enum class Part { Middle, Last }

/** A key seals one file and a number one piece, so no nonce is used twice. */
private fun gcm(mode: Int, key: SecretKey, number: Long, part: Part): Cipher {
    val nonce = ByteBuffer.allocate(NONCE).putLong(number).put(if (part == Part.Last) 1 else 0).array()
    return Cipher.getInstance("AES/GCM/NoPadding").apply { init(mode, key, GCMParameterSpec(TAG * 8, nonce)) }
}

private const val PIECE = 64 * 1024
private const val TAG = 16
private const val NONCE = 12
