package org.ruhu.phone.harness

import android.security.keystore.KeyGenParameterSpec
import java.io.InputStream
import java.io.OutputStream
import java.math.BigInteger
import java.security.Key
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.KeyPairGeneratorSpi
import java.security.KeyStoreSpi
import java.security.Principal
import java.security.Provider
import java.security.PublicKey
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.security.spec.ECGenParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/**
 * A JCA provider under the name of the phone's keystore, which Robolectric has not: the app's own key code runs against
 * it. Keys live in this process and outlive the app's, as a phone's keystore does.
 */
object FakeAndroidKeyStore : Provider("AndroidKeyStore", "1.0", "for tests") {
    private fun readResolve(): Any = FakeAndroidKeyStore

    private class Held(val key: Key, val public: PublicKey?)

    private val held = Collections.synchronizedMap(LinkedHashMap<String, Held>())

    init {
        put("KeyStore.AndroidKeyStore", Store::class.java.name)
        put("KeyGenerator.AES", Aes::class.java.name)
        put("KeyPairGenerator.EC", Ec::class.java.name)
    }

    /** Where each signing key was made, in order. */
    val made: MutableList<Vault> = Collections.synchronizedList(mutableListOf())

    /** How StrongBox says no, if it does. */
    var strongBoxRefuses: Exception? = null

    /** How the whole keystore says no, if it does. */
    var everythingRefuses: RuntimeException? = null

    /** How the next calls fail, each once: reading a key, a certificate or the list of names. */
    val failures: ArrayDeque<Exception> = ArrayDeque()

    /** As Android up to 11 does it when its keystore process cannot be reached: no key is there, and none can be made. */
    var unreachable = false

    /** StrongBox makes keys, and does not sign with them. */
    var strongBoxSigns = true

    private fun mayFail() {
        failures.removeFirstOrNull()?.let { throw it }
    }

    private fun mayNotBeReached() {
        if (unreachable) throw java.security.ProviderException("Failed to generate key", android.os.DeadObjectException())
    }

    /** The ways in which phones say that their StrongBox will not. */
    val refusals: List<Exception> = listOf(
        android.security.keystore.StrongBoxUnavailableException("full"),
        java.security.ProviderException("Keystore operation failed"),
        java.security.InvalidAlgorithmParameterException("unsupported curve"),
    )

    fun holds(alias: String) = held.containsKey(alias)

    fun remove(alias: String) {
        held.remove(alias)
    }

    /** The key is there, and the system lets nobody use it any more. */
    fun invalidate(alias: String) {
        unusable += alias
    }

    private val unusable = Collections.synchronizedSet(mutableSetOf<String>())

    /** In place, with no key in it. */
    fun install() {
        held.clear()
        made.clear()
        unusable.clear()
        strongBoxRefuses = null
        everythingRefuses = null
        failures.clear()
        unreachable = false
        strongBoxSigns = true
        Security.removeProvider(name)
        Security.addProvider(this)
    }

    class Aes : KeyGeneratorSpi() {
        private var alias = ""
        override fun engineInit(random: SecureRandom?) = error("the app names its key")
        override fun engineInit(bits: Int, random: SecureRandom?) = error("the app names its key")
        override fun engineInit(spec: AlgorithmParameterSpec, random: SecureRandom?) {
            alias = (spec as KeyGenParameterSpec).keystoreAlias
        }

        override fun engineGenerateKey(): SecretKey {
            everythingRefuses?.let { throw it }
            mayNotBeReached()
            val key = SecretKeySpec(ByteArray(32).also { SecureRandom().nextBytes(it) }, "AES")
            held[alias] = Held(key, null)
            return key
        }
    }

    class Ec : KeyPairGeneratorSpi() {
        private var alias = ""
        private var vault = Vault.Usual
        override fun initialize(bits: Int, random: SecureRandom?) = error("the app names its key")
        override fun initialize(spec: AlgorithmParameterSpec, random: SecureRandom?) {
            alias = (spec as KeyGenParameterSpec).keystoreAlias
            vault = if (spec.isStrongBoxBacked) Vault.StrongBox else Vault.Usual
            val refuses = strongBoxRefuses
            if (vault == Vault.StrongBox && refuses is java.security.GeneralSecurityException) throw refuses
        }

        override fun generateKeyPair(): KeyPair {
            everythingRefuses?.let { throw it }
            mayNotBeReached()
            strongBoxRefuses?.let { if (vault == Vault.StrongBox) throw it }
            made += vault
            val elsewhere = Security.getProviders("KeyPairGenerator.EC").first { it !== FakeAndroidKeyStore }
            val pair = KeyPairGenerator.getInstance("EC", elsewhere).run {
                initialize(ECGenParameterSpec("secp256r1"))
                generateKeyPair()
            }
            val signs = vault == Vault.Usual || strongBoxSigns
            held[alias] = Held(if (signs) pair.private else OnlyAHandle, pair.public)
            return pair
        }
    }

    class Store : KeyStoreSpi() {
        override fun engineGetKey(alias: String, password: CharArray?): Key? {
            mayFail()
            if (unreachable) return null
            if (alias in unusable) throw java.security.UnrecoverableKeyException("the system says no")
            return held[alias]?.key
        }

        override fun engineGetCertificate(alias: String): Certificate? {
            mayFail()
            return if (unreachable) null else held[alias]?.public?.let(::OnlyAKey)
        }
        override fun engineGetCertificateChain(alias: String): Array<Certificate>? =
            engineGetCertificate(alias)?.let { arrayOf(it) }
        override fun engineGetCreationDate(alias: String) = Date()
        override fun engineSetKeyEntry(a: String, k: Key, p: CharArray?, c: Array<out Certificate>?) = readOnly()
        override fun engineSetKeyEntry(a: String?, k: ByteArray?, c: Array<out Certificate>?) = readOnly()
        override fun engineSetCertificateEntry(alias: String?, certificate: Certificate?) = readOnly()
        override fun engineDeleteEntry(alias: String) {
            held.remove(alias)
        }
        override fun engineAliases(): Enumeration<String> {
            mayFail()
            return Collections.enumeration(held.keys.toList())
        }
        override fun engineContainsAlias(alias: String) = held.containsKey(alias)
        override fun engineSize() = held.size
        override fun engineIsKeyEntry(alias: String) = held.containsKey(alias)
        override fun engineIsCertificateEntry(alias: String?) = false
        override fun engineGetCertificateAlias(certificate: Certificate?): String? = null
        override fun engineStore(stream: OutputStream?, password: CharArray?) = Unit
        override fun engineLoad(stream: InputStream?, password: CharArray?) = Unit
        private fun readOnly(): Nothing = throw UnsupportedOperationException("keys are made in the keystore")
    }

    /** A key of which there is no more than a name. */
    private object OnlyAHandle : java.security.PrivateKey {
        private fun readResolve(): Any = OnlyAHandle
        override fun getAlgorithm() = "EC"
        override fun getFormat(): String? = null
        override fun getEncoded(): ByteArray? = null
    }

    /** The self-signed certificate of a keystore entry, as far as anybody looks at it: its public key. */
    private class OnlyAKey(private val key: PublicKey) : java.security.cert.X509Certificate() {
        override fun getPublicKey(): PublicKey = key
        override fun getEncoded(): ByteArray = key.encoded
        override fun toString() = "a key of the keystore"
        override fun verify(key: PublicKey) = Unit
        override fun verify(key: PublicKey, provider: String) = Unit
        override fun checkValidity() = Unit
        override fun checkValidity(date: Date) = Unit
        override fun getVersion() = 3
        override fun getSerialNumber(): BigInteger = BigInteger.ONE
        override fun getIssuerDN(): Principal = subjectX500Principal
        override fun getSubjectDN(): Principal = subjectX500Principal
        override fun getNotBefore() = Date(0)
        override fun getNotAfter() = Date(Long.MAX_VALUE)
        override fun getTBSCertificate(): ByteArray = key.encoded
        override fun getSignature() = ByteArray(0)
        override fun getSigAlgName() = "SHA256withECDSA"
        override fun getSigAlgOID() = "1.2.840.10045.4.3.2"
        override fun getSigAlgParams(): ByteArray? = null
        override fun getIssuerUniqueID(): BooleanArray? = null
        override fun getSubjectUniqueID(): BooleanArray? = null
        override fun getKeyUsage(): BooleanArray? = null
        override fun getBasicConstraints() = -1
        override fun getCriticalExtensionOIDs(): Set<String>? = null
        override fun getNonCriticalExtensionOIDs(): Set<String>? = null
        override fun getExtensionValue(oid: String): ByteArray? = null
        override fun hasUnsupportedCriticalExtension() = false
        override fun getSubjectX500Principal() = javax.security.auth.x500.X500Principal("CN=fake")
    }
}

/** Where in the phone a key lives. */
enum class Vault { StrongBox, Usual }
