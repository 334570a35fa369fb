package org.ruhu.phone.platform.inbox

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import java.io.InputStream
import java.io.OutputStream
import java.security.KeyStore
import java.security.SecureRandom
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec

/**
 * The key of the inbox. It lives in the phone's keystore and wraps a fresh key for each picture: the keystore is slow, and
 * it must do when the store is shut, because the camera may have had this app killed. What is wrapped is bound to the
 * picture's owner: a file that is renamed to another owner does not open.
 */
internal object InboxKey {
    private const val PROVIDER = "AndroidKeyStore"
    private const val ALIAS = "ruhu-inbox"
    private const val TRANSFORMATION = "AES/GCM/NoPadding"
    private const val IV_BYTES = 12
    private const val WRAPPED_BYTES = IV_BYTES + 32 + 16

    /** A new key for one picture; its wrapped form stands at the head of the file. */
    fun fresh(owner: String, head: OutputStream): SecretKey {
        val key = ByteArray(32).also { SecureRandom().nextBytes(it) }
        val cipher = Cipher.getInstance(TRANSFORMATION).apply {
            init(Cipher.ENCRYPT_MODE, wrapping())
            updateAAD(owner.toByteArray())
        }
        head.write(cipher.iv + cipher.doFinal(key))
        return SecretKeySpec(key, "AES")
    }

    /** The key at the head of a file. */
    fun of(owner: String, head: InputStream): SecretKey {
        val wrapped = head.readExactly(WRAPPED_BYTES)
        val cipher = Cipher.getInstance(TRANSFORMATION).apply {
            init(Cipher.DECRYPT_MODE, wrapping(), GCMParameterSpec(128, wrapped, 0, IV_BYTES))
            updateAAD(owner.toByteArray())
        }
        return SecretKeySpec(cipher.doFinal(wrapped, IV_BYTES, WRAPPED_BYTES - IV_BYTES), "AES")
    }

    /** One maker at a time: two pictures at once must not make two keys of one name. */
    @Synchronized
    private fun wrapping(): SecretKey {
        val keystore = KeyStore.getInstance(PROVIDER).apply { load(null) }
        keystore.getKey(ALIAS, null)?.let { return it as SecretKey }
        val spec = KeyGenParameterSpec.Builder(ALIAS, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(256)
            .build()
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER).run {
            init(spec)
            generateKey()
        }
    }
}
