package org.ruhu.phone.platform

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.KeystoreException
import java.io.IOException
import java.security.Key
import java.security.KeyStore
import java.security.KeyStoreException
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/** What the keystore was asked for is gone for good: the key is not there, was invalidated, or does not fit the ciphertext. */
internal class KeyGone(cause: Exception? = null) : Exception(cause)

/** The keystore did not answer, also when it was asked again; `kind` is the last failure's class. Nothing is known to be lost. */
internal class KeystoreSilent(cause: Exception) : Exception(cause) {
    val kind: String = cause.javaClass.simpleName
}

/**
 * Calls to `AndroidKeyStore`. The keystore is another process, which on real phones fails for a moment in many ways
 * (`KeyStoreException`, `ProviderException`, `UnrecoverableKeyException`, a dead binder): each such call is made again later,
 * by `retries`. Only what cannot become good again by itself is [KeyGone].
 */
internal class KeystoreCalls(private val retries: Retries = KeystoreRetries.ofProcess) {
    /** Does it, again after each failure that may pass. Throws [KeyGone] or [KeystoreSilent]. */
    fun <T> withRetries(task: (KeyStore) -> T): T {
        var last = try {
            return once(task)
        } catch (silent: KeystoreSilent) {
            silent
        }
        for (wait in WAITS_MS) {
            last = try {
                return retries.after(wait) { once(task) }
            } catch (silent: KeystoreSilent) {
                silent
            }
        }
        throw last
    }

    /**
     * The key of this name; none when the keystore works and has none. Android answers null also when the keystore process
     * cannot be reached (up to Android 11): so null is believed only after a trial key was kept, used and found again.
     */
    fun find(alias: String): Key? = withRetries { keystore ->
        keystore.getKey(alias, null) ?: run {
            proveItWorks(keystore)
            keystore.getKey(alias, null)
        }
    }

    /** Does it once. Throws [KeyGone] or [KeystoreSilent]. */
    fun <T> once(task: (KeyStore) -> T): T = try {
        // A new handle each time: the one before may hold a dead binder.
        task(KeyStore.getInstance(PROVIDER).apply { load(null) })
    } catch (known: KeyGone) {
        throw known
    } catch (known: AppException) {
        throw known
    } catch (known: KeystoreException) {
        throw known
    } catch (disk: IOException) {
        throw disk
    } catch (failed: Exception) {
        throw if (isLoss(failed)) KeyGone(failed) else KeystoreSilent(failed)
    }

    private fun proveItWorks(keystore: KeyStore) {
        val plain = ByteArray(BLOCK) { it.toByte() }
        val made = newAesKey(TRIAL)
        val cipher = Cipher.getInstance(GCM).apply { init(Cipher.ENCRYPT_MODE, made) }
        val (iv, sealed) = cipher.iv to cipher.doFinal(plain)
        val found = keystore.getKey(TRIAL, null) as SecretKey? ?: throw KeyStoreException("a new key is not kept")
        val opened = Cipher.getInstance(GCM).run {
            init(Cipher.DECRYPT_MODE, found, GCMParameterSpec(GCM_TAG_BYTES * 8, iv))
            doFinal(sealed)
        }
        if (!opened.contentEquals(plain)) throw KeyStoreException("a new key does not open what it sealed")
        keystore.deleteEntry(TRIAL)
    }

    companion object {
        const val PROVIDER = "AndroidKeyStore"

        /** Before the second to the fifth call, in milliseconds: 3.2 s together. */
        val WAITS_MS = listOf(100L, 300L, 800L, 2_000L)
        private const val TRIAL = "ruhu-trial"
        private const val BLOCK = 16

        /** Android words a transient failure as the cause of a lasting one and the other way round: the whole chain is read. */
        private fun isLoss(failed: Throwable): Boolean =
            generateSequence(failed) { it.cause }.take(8).any { it is AEADBadTagException || it is KeyPermanentlyInvalidatedException }
    }
}

internal const val GCM = "AES/GCM/NoPadding"
internal const val GCM_IV_BYTES = 12
internal const val GCM_TAG_BYTES = 16

/** A new AES-256-GCM key in the keystore, in place of one of that name. */
internal fun newAesKey(alias: String): SecretKey {
    val spec = KeyGenParameterSpec.Builder(alias, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
        .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
        .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
        .setKeySize(256)
        .build()
    return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, KeystoreCalls.PROVIDER).run {
        init(spec)
        generateKey()
    }
}
