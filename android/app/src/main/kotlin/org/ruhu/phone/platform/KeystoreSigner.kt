package org.ruhu.phone.platform

import org.ruhu.phone.core.Keystore
import org.ruhu.phone.core.KeystoreFailed
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.PrivateKey
import java.security.ProviderException
import java.security.Signature
import java.security.interfaces.ECPublicKey

/**
 * The core's signer over one key of the keystore. The key itself is never seen here, only its handle; a failure is named by
 * its kind and carries nothing of what was to be signed.
 */
internal class KeystoreSigner(private val keystore: KeyStore, private val alias: String) : Keystore {
    override fun publicKey(): ByteArray = told {
        val certificate = keystore.getCertificate(alias) ?: throw KeystoreFailed("the key is not there")
        val point = (certificate.publicKey as ECPublicKey).w
        byteArrayOf(UNCOMPRESSED) + fixed(point.affineX.toByteArray()) + fixed(point.affineY.toByteArray())
    }

    override fun sign(message: ByteArray): ByteArray = told {
        val key = keystore.getKey(alias, null) as PrivateKey? ?: throw KeystoreFailed("the key is not there")
        Signature.getInstance("SHA256withECDSA").run {
            initSign(key)
            update(message)
            sign()
        }
    }

    private fun <T> told(task: () -> T): T = try {
        task()
    } catch (refused: GeneralSecurityException) {
        throw KeystoreFailed(refused.javaClass.simpleName)
    } catch (refused: ProviderException) {
        throw KeystoreFailed(refused.javaClass.simpleName)
    }

    /** 32 bytes, big endian: a sign byte goes, missing zeros come. */
    private fun fixed(number: ByteArray): ByteArray {
        val bytes = number.takeLast(HALF).toByteArray()
        return ByteArray(HALF - bytes.size) + bytes
    }

    private companion object {
        const val UNCOMPRESSED: Byte = 4
        const val HALF = 32
    }
}
