package org.ruhu.phone.platform.inbox

import org.ruhu.phone.platform.GCM
import org.ruhu.phone.platform.GCM_IV_BYTES
import org.ruhu.phone.platform.GCM_TAG_BYTES
import org.ruhu.phone.platform.KeyGone
import org.ruhu.phone.platform.KeystoreCalls
import org.ruhu.phone.platform.newAesKey
import java.io.InputStream
import java.io.OutputStream
import java.security.SecureRandom
import javax.crypto.Cipher
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec

/**
 * The key of the inbox. It lives in the phone's keystore and wraps a fresh key for each picture: the keystore is slow, and
 * it must do when the store is shut, because the camera may have had this app killed. What is wrapped is bound to the
 * picture's owner: a file that is renamed to another owner does not open. Both calls throw `KeystoreSilent` when the
 * keystore does not answer, which says nothing about the picture.
 */
internal class InboxKey(private val calls: KeystoreCalls) {
    /** A new key for one picture; its wrapped form stands at the head of the file. */
    fun fresh(owner: String, head: OutputStream): SecretKey {
        val key = ByteArray(32).also { SecureRandom().nextBytes(it) }
        val wrapping = wrapping()
        val wrapped = calls.ask {
            val cipher = Cipher.getInstance(GCM).apply {
                init(Cipher.ENCRYPT_MODE, wrapping)
                updateAAD(owner.toByteArray())
            }
            cipher.iv + cipher.doFinal(key)
        }
        head.write(wrapped)
        return SecretKeySpec(key, "AES")
    }

    /** The key at the head of a file. Throws [KeyGone] when it will never come out. */
    fun of(owner: String, head: InputStream): SecretKey {
        val wrapped = head.readExactly(WRAPPED_BYTES)
        val wrapping = calls.find(ALIAS) as SecretKey? ?: throw KeyGone()
        val key = calls.ask {
            val cipher = Cipher.getInstance(GCM).apply {
                init(Cipher.DECRYPT_MODE, wrapping, GCMParameterSpec(GCM_TAG_BYTES * 8, wrapped, 0, GCM_IV_BYTES))
                updateAAD(owner.toByteArray())
            }
            cipher.doFinal(wrapped, GCM_IV_BYTES, WRAPPED_BYTES - GCM_IV_BYTES)
        }
        return SecretKeySpec(key, "AES")
    }

    private fun wrapping(): SecretKey = synchronized(Making) {
        calls.find(ALIAS) as SecretKey? ?: calls.ask { newAesKey(ALIAS) }
    }

    /** One maker at a time: two pictures at once must not make two keys of one name. */
    private object Making

    private companion object {
        const val ALIAS = "ruhu-inbox"
        const val WRAPPED_BYTES = GCM_IV_BYTES + 32 + GCM_TAG_BYTES
    }
}
