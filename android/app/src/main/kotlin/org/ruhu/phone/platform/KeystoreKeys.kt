package org.ruhu.phone.platform

import android.content.Context
import android.content.pm.PackageManager
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import org.ruhu.phone.Newer
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.Keystore
import java.io.File
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.KeyPairGenerator
import java.security.KeyStore
import java.security.ProviderException
import java.security.SecureRandom
import java.security.spec.ECGenParameterSpec
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Keys in `AndroidKeyStore`: P-256 for signing, which never leaves it, and AES-256-GCM that wraps the store's random key.
 * The wrapped key lies in a file beside the store; without the keystore it is noise. A store that is there never gets a new
 * key: what cannot be opened is told ([keysLost]), and nothing is overwritten. Neither key asks for the cadre's finger: the
 * sending goes on while the phone lies in a pocket, locked.
 */
class KeystoreKeys(private val context: Context) : DeviceKeys {
    private val folder = File(context.noBackupFilesDir, "keys")
    private val wrapped = File(folder, "store.key")
    private val number = File(folder, "device.number")
    private val signedOut = File(storeFolder(context), "signed-out.json")
    private val database = File(storeFolder(context), "ruhu.db")
    private val keystore: KeyStore by lazy { KeyStore.getInstance(PROVIDER).apply { load(null) } }

    override fun storeKey(): ByteArray = told {
        // Somebody signed out and the app died before the keys went: what lies there shall be readable by nobody.
        if (signedOut.exists()) forget()
        when {
            wrapped.exists() -> unwrap(wrapped.readBytes())
            database.exists() && !signedOut.exists() -> throw keysLost()
            else -> newStoreKey()
        }
    }

    override fun signer(): Keystore = told {
        val alias = deviceAlias(deviceNumber())
        if (!keystore.containsAlias(alias)) makeSigner(alias)
        KeystoreSigner(keystore, alias)
    }

    override fun renewSigner() = told {
        val old = deviceNumber()
        folder.mkdirs()
        writeWhole(number, (old + 1).toString().toByteArray())
        // What it signed stays good by its certificate; nobody will sign with it again.
        keystore.deleteEntry(deviceAlias(old))
    }

    override fun destroy() = told { forget() }

    private fun forget() {
        keystore.aliases().toList().filter { it.startsWith(OURS) }.forEach(keystore::deleteEntry)
        remove(wrapped)
        remove(number)
    }

    private fun deviceNumber(): Int = when {
        !number.exists() -> 1
        else -> number.readText().trim().toIntOrNull() ?: throw keysLost()
    }

    private fun deviceAlias(number: Int) = "${OURS}device-$number"

    private fun makeSigner(alias: String) {
        val strong = Build.VERSION.SDK_INT >= 28 &&
            context.packageManager.hasSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE)
        if (!strong) return generate(signing(alias))
        // A StrongBox that is announced may be full, may not know the curve, or may not answer; phones say so in several
        // ways. The usual vault is what all other phones have too; if that fails, the failure is told.
        try {
            generate(inStrongBox(signing(alias)))
        } catch (_: ProviderException) {
            generate(signing(alias))
        } catch (_: GeneralSecurityException) {
            generate(signing(alias))
        }
    }

    private fun signing(alias: String) = KeyGenParameterSpec.Builder(alias, KeyProperties.PURPOSE_SIGN)
        .setAlgorithmParameterSpec(ECGenParameterSpec("secp256r1"))
        .setDigests(KeyProperties.DIGEST_SHA256)

    @Newer(since = 28, why = "asked only where there is StrongBox, which no phone before it has")
    private fun inStrongBox(spec: KeyGenParameterSpec.Builder) = spec.setIsStrongBoxBacked(true)

    private fun generate(spec: KeyGenParameterSpec.Builder) {
        KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, PROVIDER).run {
            initialize(spec.build())
            generateKeyPair()
        }
    }

    private fun newStoreKey(): ByteArray {
        folder.mkdirs()
        val key = ByteArray(KEY_BYTES).also { SecureRandom().nextBytes(it) }
        val cipher = Cipher.getInstance(TRANSFORMATION).apply { init(Cipher.ENCRYPT_MODE, wrapper() ?: newWrapper()) }
        writeWhole(wrapped, cipher.iv + cipher.doFinal(key))
        return key
    }

    /** The file's key. That it does not come out means one thing, however the phone says it: it is lost. */
    private fun unwrap(bytes: ByteArray): ByteArray {
        if (bytes.size != IV_BYTES + KEY_BYTES + TAG_BYTES) throw keysLost()
        val parameters = GCMParameterSpec(TAG_BYTES * 8, bytes, 0, IV_BYTES)
        try {
            val wrapper = wrapper() ?: throw keysLost()
            val cipher = Cipher.getInstance(TRANSFORMATION).apply { init(Cipher.DECRYPT_MODE, wrapper, parameters) }
            return cipher.doFinal(bytes, IV_BYTES, bytes.size - IV_BYTES)
        } catch (_: GeneralSecurityException) {
            throw keysLost()
        }
    }

    private fun wrapper(): SecretKey? = keystore.getKey(WRAPPER, null) as SecretKey?

    private fun newWrapper(): SecretKey {
        val spec = KeyGenParameterSpec.Builder(WRAPPER, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(256)
            .build()
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER).run {
            init(spec)
            generateKey()
        }
    }

    /** A keystore or a disk that does not do its work is told by kind alone: its words could carry more than that. */
    private fun <T> told(task: () -> T): T = try {
        task()
    } catch (told: AppException) {
        throw told
    } catch (failed: GeneralSecurityException) {
        throw keystoreFailed(failed)
    } catch (failed: ProviderException) {
        throw keystoreFailed(failed)
    } catch (failed: IOException) {
        throw keystoreFailed(failed)
    }

    private companion object {
        const val PROVIDER = "AndroidKeyStore"
        const val OURS = "ruhu-"
        const val WRAPPER = "ruhu-store"
        const val TRANSFORMATION = "AES/GCM/NoPadding"
        const val KEY_BYTES = 32
        const val IV_BYTES = 12
        const val TAG_BYTES = 16
    }
}
