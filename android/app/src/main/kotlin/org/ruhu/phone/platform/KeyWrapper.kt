package org.ruhu.phone.platform

import java.security.SecureRandom
import javax.crypto.Cipher
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Wraps 32-byte keys with AES-256-GCM keys of the keystore: the nonce, the sealed key, the tag. What is wrapped for somebody
 * (`owner`) opens for nobody else.
 */
internal class KeyWrapper(private val calls: KeystoreCalls) {
    /** The key as it may lie on the disk. `with` is asked anew for each try, since a failed one may have left no key. */
    fun wrap(key: ByteArray, owner: String? = null, with: () -> SecretKey): ByteArray = calls.withRetries {
        val cipher = Cipher.getInstance(GCM).apply {
            init(Cipher.ENCRYPT_MODE, with())
            owner?.let { updateAAD(it.toByteArray()) }
        }
        cipher.iv + cipher.doFinal(key)
    }

    /** The key again. Throws [KeyGone] when it will never come out, [KeystoreSilent] when the keystore does not answer. */
    fun unwrap(wrapped: ByteArray, alias: String, owner: String? = null): ByteArray {
        val wrapping = calls.find(alias) as SecretKey? ?: throw KeyGone()
        return calls.withRetries {
            val cipher = Cipher.getInstance(GCM).apply {
                init(Cipher.DECRYPT_MODE, wrapping, GCMParameterSpec(GCM_TAG_BYTES * 8, wrapped, 0, GCM_IV_BYTES))
                owner?.let { updateAAD(it.toByteArray()) }
            }
            cipher.doFinal(wrapped, GCM_IV_BYTES, wrapped.size - GCM_IV_BYTES)
        }
    }

    companion object {
        private const val KEY_BYTES = 32

        /** The length of a wrapped key. */
        const val WRAPPED_BYTES = GCM_IV_BYTES + KEY_BYTES + GCM_TAG_BYTES

        /** A random key. */
        fun newKey(): ByteArray = ByteArray(KEY_BYTES).also { SecureRandom().nextBytes(it) }
    }
}
