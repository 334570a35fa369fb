package org.ruhu.phone.platform

import org.ruhu.phone.core.Keystore
import org.ruhu.phone.core.KeystoreFailed
import java.security.PrivateKey
import java.security.interfaces.ECPublicKey

/**
 * The core's signer over one key of the keystore. The key itself is never seen here, only its handle; a failure is named by
 * its kind and carries nothing of what was to be signed.
 */
internal class KeystoreSigner(private val calls: KeystoreCalls, private val alias: String) : Keystore {
    override fun publicKey(): ByteArray = withKeystoreErrors {
        val point = calls.withRetries { keystore ->
            val certificate = keystore.getCertificate(alias) ?: throw KeystoreFailed(NOT_THERE)
            (certificate.publicKey as ECPublicKey).w
        }
        byteArrayOf(UNCOMPRESSED) + fixed(point.affineX.toByteArray()) + fixed(point.affineY.toByteArray())
    }

    override fun sign(message: ByteArray): ByteArray = withKeystoreErrors {
        val key = calls.find(alias) as PrivateKey? ?: throw KeystoreFailed(NOT_THERE)
        calls.withRetries { signed(key, message) }
    }

    private fun <T> withKeystoreErrors(task: () -> T): T = try {
        task()
    } catch (gone: KeyGone) {
        throw KeystoreFailed(gone.cause?.javaClass?.simpleName ?: NOT_THERE)
    } catch (refused: KeystoreSilent) {
        throw KeystoreFailed(refused.kind)
    }

    /** 32 bytes, big endian: a sign byte goes, missing zeros come. */
    private fun fixed(number: ByteArray): ByteArray {
        val bytes = number.takeLast(HALF).toByteArray()
        return ByteArray(HALF - bytes.size) + bytes
    }

    private companion object {
        const val UNCOMPRESSED: Byte = 4
        const val HALF = 32
        const val NOT_THERE = "the key is not there"
    }
}
