package org.ruhu.phone.platform

import android.content.Context
import android.content.pm.PackageManager
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import org.ruhu.phone.Newer
import org.ruhu.phone.core.Keystore
import org.ruhu.phone.core.KeystoreFailed
import java.io.File
import java.security.GeneralSecurityException
import java.security.KeyPairGenerator
import java.security.KeyStore
import java.security.PrivateKey
import java.security.ProviderException
import java.security.SecureRandom
import java.security.Signature
import java.security.interfaces.ECPublicKey
import java.security.spec.ECGenParameterSpec
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Keys in `AndroidKeyStore`: P-256 for signing, which never leaves it, and AES-256-GCM that wraps the store's random key.
 * The wrapped key lies in a file beside the store; without the keystore it is noise.
 */
class KeystoreKeys(private val context: Context) : DeviceKeys {
    private val folder = File(context.noBackupFilesDir, "keys")
    private val wrapped = File(folder, "store.key")
    private val number = File(folder, "device.number")
    private val keystore: KeyStore by lazy { KeyStore.getInstance(PROVIDER).apply { load(null) } }

    override fun storeKey(): ByteArray {
        folder.mkdirs()
        if (wrapped.exists()) return unwrap(wrapped.readBytes())
        val key = ByteArray(32).also { SecureRandom().nextBytes(it) }
        writeWhole(wrapped, wrap(key))
        return key
    }

    override fun signer(): Keystore {
        val alias = deviceAlias()
        if (!keystore.containsAlias(alias)) makeSigner(alias)
        return Signer(keystore, alias)
    }

    override fun renewSigner() {
        folder.mkdirs()
        writeWhole(number, (deviceNumber() + 1).toString().toByteArray())
    }

    override fun destroy() {
        keystore.aliases().toList().filter { it.startsWith("ruhu-") }.forEach(keystore::deleteEntry)
        wrapped.delete()
    }

    private fun deviceNumber(): Int = if (number.exists()) number.readText().trim().toInt() else 1

    private fun deviceAlias() = "ruhu-device-${deviceNumber()}"

    private fun makeSigner(alias: String) {
        val strong = Build.VERSION.SDK_INT >= 28 &&
            context.packageManager.hasSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE)
        if (!strong) return generate(signing(alias))
        try {
            generate(inStrongBox(signing(alias)))
        } catch (refused: ProviderException) {
            if (!noStrongBox(refused)) throw refused
            // It is there and full, or it does not know the curve: the usual one is what other phones have too.
            generate(signing(alias))
        }
    }

    private fun signing(alias: String) = KeyGenParameterSpec.Builder(alias, KeyProperties.PURPOSE_SIGN)
        .setAlgorithmParameterSpec(ECGenParameterSpec("secp256r1"))
        .setDigests(KeyProperties.DIGEST_SHA256)

    @Newer(since = 28, why = "asked only where there is StrongBox, which no phone before it has")
    private fun inStrongBox(spec: KeyGenParameterSpec.Builder) = spec.setIsStrongBoxBacked(true)

    @Newer(since = 28, why = "as above; before it nothing of this kind is thrown")
    private fun noStrongBox(refused: ProviderException) = refused is StrongBoxUnavailableException

    private fun generate(spec: KeyGenParameterSpec.Builder) {
        KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, PROVIDER).run {
            initialize(spec.build())
            generateKeyPair()
        }
    }

    private fun wrapper(): SecretKey {
        keystore.getKey(WRAPPER, null)?.let { return it as SecretKey }
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

    private fun wrap(key: ByteArray): ByteArray {
        val cipher = Cipher.getInstance(TRANSFORMATION).apply { init(Cipher.ENCRYPT_MODE, wrapper()) }
        return cipher.iv + cipher.doFinal(key)
    }

    private fun unwrap(bytes: ByteArray): ByteArray {
        val parameters = GCMParameterSpec(128, bytes, 0, IV_BYTES)
        val cipher = Cipher.getInstance(TRANSFORMATION).apply { init(Cipher.DECRYPT_MODE, wrapper(), parameters) }
        return cipher.doFinal(bytes, IV_BYTES, bytes.size - IV_BYTES)
    }

    private companion object {
        const val PROVIDER = "AndroidKeyStore"
        const val WRAPPER = "ruhu-store"
        const val TRANSFORMATION = "AES/GCM/NoPadding"
        const val IV_BYTES = 12
    }
}

/** The core's signer over one key of the keystore. */
private class Signer(private val keystore: KeyStore, private val alias: String) : Keystore {
    override fun publicKey(): ByteArray {
        val point = (keystore.getCertificate(alias).publicKey as ECPublicKey).w
        return byteArrayOf(4) + fixed(point.affineX.toByteArray()) + fixed(point.affineY.toByteArray())
    }

    override fun sign(message: ByteArray): ByteArray = try {
        Signature.getInstance("SHA256withECDSA").run {
            initSign(keystore.getKey(alias, null) as PrivateKey)
            update(message)
            sign()
        }
    } catch (refused: GeneralSecurityException) {
        throw KeystoreFailed(refused.javaClass.simpleName)
    }

    /** 32 bytes, big endian: a sign byte goes, missing zeros come. */
    private fun fixed(number: ByteArray): ByteArray {
        val bytes = number.takeLast(32).toByteArray()
        return ByteArray(32 - bytes.size) + bytes
    }
}

/** Written beside it and renamed: a cut leaves the old file or the new one. */
internal fun writeWhole(file: File, bytes: ByteArray) {
    val beside = File(file.path + ".new")
    beside.outputStream().use {
        it.write(bytes)
        it.fd.sync()
    }
    check(beside.renameTo(file)) { "the file cannot be put in its place: ${file.name}" }
}
