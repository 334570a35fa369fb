package org.ruhu.phone.platform.inbox

import org.ruhu.phone.platform.KeyGone
import org.ruhu.phone.platform.KeyWrapper
import org.ruhu.phone.platform.KeystoreCalls
import org.ruhu.phone.platform.newAesKey
import java.io.InputStream
import java.io.OutputStream
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/**
 * The key of the inbox. It lives in the phone's keystore and wraps a fresh key for each picture: the keystore is slow, and
 * it must do when the store is shut, because the camera may have had this app killed. What is wrapped is bound to the
 * picture's owner: a file that is renamed to another owner does not open. Both calls throw `KeystoreSilent` when the
 * keystore does not answer, which says nothing about the picture.
 */
internal class InboxKey(private val calls: KeystoreCalls) {
    private val wrapper = KeyWrapper(calls)

    /** A new key for one picture; its wrapped form stands at the head of the file. */
    fun fresh(owner: String, head: OutputStream): SecretKey {
        val key = KeyWrapper.newKey()
        val wrapping = wrapping()
        head.write(wrapper.wrap(key, owner) { wrapping })
        return SecretKeySpec(key, "AES")
    }

    /** The key at the head of a file. Throws [KeyGone] when it will never come out. */
    fun of(owner: String, head: InputStream): SecretKey =
        SecretKeySpec(wrapper.unwrap(head.readExactly(KeyWrapper.WRAPPED_BYTES), ALIAS, owner), "AES")

    private fun wrapping(): SecretKey = synchronized(Making) {
        calls.find(ALIAS) as SecretKey? ?: calls.withRetries { newAesKey(ALIAS) }
    }

    /** One maker at a time: two pictures at once must not make two keys of one name. */
    private object Making

    private companion object {
        const val ALIAS = "ruhu-inbox"
    }
}
