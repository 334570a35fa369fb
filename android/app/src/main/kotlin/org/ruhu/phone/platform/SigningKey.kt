package org.ruhu.phone.platform

import android.content.Context
import android.content.pm.PackageManager
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import org.ruhu.phone.Newer
import java.security.KeyPairGenerator
import java.security.KeyStore
import java.security.KeyStoreException
import java.security.PrivateKey
import java.security.Signature
import java.security.spec.ECGenParameterSpec

/** Makes the device's signing key: in StrongBox where that works, in the usual vault everywhere else. */
internal class SigningKey(private val context: Context, private val calls: KeystoreCalls) {
    fun make(alias: String) {
        val strong = Build.VERSION.SDK_INT >= 28 &&
            context.packageManager.hasSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE)
        if (strong && madeInStrongBox(alias)) return
        // In place of a StrongBox key of this name that does not sign.
        calls.withRetries { generate(signing(alias)) }
    }

    /**
     * A StrongBox that is announced may be full, may not know the curve, may make a key and then not sign with it, or may
     * not answer; phones say so in many ways. The usual vault is what all other phones have too; if that fails, it is told.
     */
    private fun madeInStrongBox(alias: String): Boolean = try {
        calls.once { keystore ->
            generate(inStrongBox(signing(alias)))
            signOnTrial(keystore, alias)
        }
        true
    } catch (_: KeystoreSilent) {
        false
    } catch (_: KeyGone) {
        false
    }

    private fun signOnTrial(keystore: KeyStore, alias: String) {
        val message = "ruhu trial".toByteArray()
        val key = keystore.getKey(alias, null) as PrivateKey? ?: throw KeyStoreException("a new key is not kept")
        val signature = signed(key, message)
        val good = Signature.getInstance(ES256).run {
            initVerify(keystore.getCertificate(alias).publicKey)
            update(message)
            verify(signature)
        }
        if (!good) throw KeyStoreException("a new key signs wrongly")
    }

    private fun signing(alias: String) = KeyGenParameterSpec.Builder(alias, KeyProperties.PURPOSE_SIGN)
        .setAlgorithmParameterSpec(ECGenParameterSpec("secp256r1"))
        .setDigests(KeyProperties.DIGEST_SHA256)

    @Newer(since = 28, why = "asked only where there is StrongBox, which no phone before it has")
    private fun inStrongBox(spec: KeyGenParameterSpec.Builder) = spec.setIsStrongBoxBacked(true)

    private fun generate(spec: KeyGenParameterSpec.Builder) {
        KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, KeystoreCalls.PROVIDER).run {
            initialize(spec.build())
            generateKeyPair()
        }
    }
}

internal const val ES256 = "SHA256withECDSA"

/** An ES256 signature in DER. */
internal fun signed(key: PrivateKey, message: ByteArray): ByteArray = Signature.getInstance(ES256).run {
    initSign(key)
    update(message)
    sign()
}
