package org.ruhu.phone.harness

import org.ruhu.phone.core.Keys
import org.ruhu.phone.core.Keystore
import java.io.File
import java.math.BigInteger
import java.security.KeyFactory
import java.security.KeyPairGenerator
import java.security.SecureRandom
import java.security.Signature
import java.security.interfaces.ECPublicKey
import java.security.spec.ECGenParameterSpec
import java.security.spec.PKCS8EncodedKeySpec

/** A phone's two keys in plain files beside its folder, so that they outlive a process as a keystore's do. */
class FileKeys(dir: File) : Keys {
    private val storeKey = File(dir.parentFile, "store.key")
    private val secret = File(dir.parentFile, "device.key")
    private val public = File(dir.parentFile, "device.pub")

    override fun storeKey(): ByteArray {
        if (!storeKey.exists()) storeKey.writeBytes(ByteArray(32).also { SecureRandom().nextBytes(it) })
        return storeKey.readBytes()
    }

    override fun signer(): Keystore {
        if (!secret.exists()) make()
        val key = KeyFactory.getInstance("EC").generatePrivate(PKCS8EncodedKeySpec(secret.readBytes()))
        return object : Keystore {
            override fun publicKey() = public.readBytes()

            override fun sign(message: ByteArray): ByteArray = Signature.getInstance("SHA256withECDSA").run {
                initSign(key)
                update(message)
                sign()
            }
        }
    }

    private fun make() {
        val pair = KeyPairGenerator.getInstance("EC").run {
            initialize(ECGenParameterSpec("secp256r1"))
            generateKeyPair()
        }
        val point = (pair.public as ECPublicKey).w
        public.writeBytes(byteArrayOf(UNCOMPRESSED) + fixed(point.affineX) + fixed(point.affineY))
        secret.writeBytes(pair.private.encoded)
    }

    /** 32 bytes, big endian: a sign byte goes, missing zeros come. */
    private fun fixed(number: BigInteger): ByteArray {
        val bytes = number.toByteArray().takeLast(HALF).toByteArray()
        return ByteArray(HALF - bytes.size) + bytes
    }

    private companion object {
        const val UNCOMPRESSED: Byte = 4
        const val HALF = 32
    }
}
