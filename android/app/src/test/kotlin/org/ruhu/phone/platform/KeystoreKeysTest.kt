package org.ruhu.phone.platform

import android.content.Context
import android.content.pm.PackageManager
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.KeystoreFailed
import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.Report
import org.ruhu.phone.harness.FakeAndroidKeyStore
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Vault
import java.io.File
import java.math.BigInteger
import java.security.AlgorithmParameters
import java.security.KeyFactory
import java.security.Signature
import java.security.spec.ECGenParameterSpec
import java.security.spec.ECParameterSpec
import java.security.spec.ECPoint
import java.security.spec.ECPublicKeySpec

/** The phone's keys: made once, lost loudly, never replaced over a store that is there. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class)
class KeystoreKeysTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private val wrapped = File(context.noBackupFilesDir, "keys/store.key")
    private val database = File(storeFolder(context), "ruhu.db")
    private val waits = mutableListOf<Long>()
    private fun keys() = KeystoreKeys(context, KeystoreCalls(RetriesAtOnce(waits)))

    @Before
    fun install() = FakeAndroidKeyStore.install()

    private fun storeIsThere() {
        database.parentFile?.mkdirs()
        database.writeText("a store")
    }

    @Test
    fun `the store's key is the same at every start, and its file holds nothing of it`() {
        val key = keys().storeKey()
        assertEquals(32, key.size)
        assertFalse(key.all { it == 0.toByte() })
        assertArrayEquals(key, keys().storeKey())
        val file = wrapped.readBytes()
        assertFalse(file.toList().windowed(8).any { part -> key.toList().windowed(8).contains(part) })
    }

    @Test
    fun `a signature is good for the public key that is shown`() {
        val signer = keys().signer()
        val message = "a record".toByteArray()
        assertTrue(verifies(signer.publicKey(), message, signer.sign(message)))
        assertArrayEquals(signer.publicKey(), keys().signer().publicKey())
    }

    @Test
    fun `StrongBox is used where it is, and every way of saying no falls back to the usual vault`() {
        shadowOf(context.packageManager).setSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE, true)
        keys().signer()
        assertEquals(listOf(Vault.StrongBox), FakeAndroidKeyStore.made)
        for (refusal in FakeAndroidKeyStore.refusals) {
            FakeAndroidKeyStore.install()
            FakeAndroidKeyStore.strongBoxRefuses = refusal
            keys().signer().publicKey()
            assertEquals(refusal.javaClass.name, listOf(Vault.Usual), FakeAndroidKeyStore.made)
        }
    }

    @Test
    fun `where both vaults refuse it is told by kind alone`() {
        FakeAndroidKeyStore.everythingRefuses = java.security.ProviderException("secret words of the vault")
        val told = assertThrows(Report::class.java) { keys().signer() }
        assertEquals("keystore: ProviderException", told.detail)
        assertTrue(keys().runCatching { storeKey() }.exceptionOrNull() is AppException)
    }

    @Test
    fun `an emptied keystore is told, and no new key is made over the old store`() {
        keys().storeKey()
        storeIsThere()
        val before = wrapped.readBytes()
        FakeAndroidKeyStore.install()
        assertEquals(KEYS_LOST, assertThrows(FixThis::class.java) { keys().storeKey() }.code)
        assertArrayEquals(before, wrapped.readBytes())
        assertEquals("a store", database.readText())
    }

    @Test
    fun `a damaged, a cut and a missing file are told, and nothing is written over`() {
        val key = keys().storeKey()
        storeIsThere()
        val good = wrapped.readBytes()
        val damaged = good.copyOf().also { it[20] = (it[20].toInt() xor 1).toByte() }
        for (bytes in listOf(damaged, good.copyOf(30), ByteArray(0), good + 1)) {
            wrapped.writeBytes(bytes)
            val told = assertThrows(FixThis::class.java) { keys().storeKey() }
            assertEquals(KEYS_LOST, told.code)
            assertFalse(told.text.zh.contains(Regex("[0-9a-f]{8}")))
            assertArrayEquals(bytes, wrapped.readBytes())
        }
        wrapped.delete()
        assertEquals(KEYS_LOST, assertThrows(FixThis::class.java) { keys().storeKey() }.code)
        assertFalse(wrapped.exists())
        wrapped.writeBytes(good)
        assertArrayEquals(key, keys().storeKey())
    }

    @Test
    fun `a signing key that is gone fails by kind, and the next start has another`() {
        val signer = keys().signer()
        val first = signer.publicKey()
        FakeAndroidKeyStore.remove("ruhu-device-1")
        assertThrows(KeystoreFailed::class.java) { signer.sign(ByteArray(3)) }
        assertThrows(KeystoreFailed::class.java) { signer.publicKey() }
        assertFalse(first.contentEquals(keys().signer().publicKey()))
    }

    @Test
    fun `renewing makes another signer and leaves the store's key`() {
        val (store, first) = keys().storeKey() to keys().signer().publicKey()
        keys().renewSigner()
        val second = keys().signer().publicKey()
        assertFalse(first.contentEquals(second))
        assertArrayEquals(second, keys().signer().publicKey())
        assertArrayEquals(store, keys().storeKey())
        assertFalse(FakeAndroidKeyStore.holds("ruhu-device-1"))
    }

    @Test
    fun `who signs out keeps the keys of stores that were set aside before`() {
        keys().storeKey()
        storeIsThere()
        keys().setAside(Moment(1_790_000_000_000))
        database.delete()
        keys().storeKey()
        keys().destroy()
        assertTrue(FakeAndroidKeyStore.holds("ruhu-store"))
        assertFalse(FakeAndroidKeyStore.holds("ruhu-store-2"))
        assertEquals(listOf("store.key.aside-20260921-221320"), wrapped.parentFile?.list()?.toList())
    }

    @Test
    fun `after destroying nothing is left, and a new phone begins`() {
        val (store, first) = keys().storeKey() to keys().signer().publicKey()
        keys().destroy()
        assertFalse(FakeAndroidKeyStore.holds("ruhu-store"))
        assertFalse(FakeAndroidKeyStore.holds("ruhu-device-1"))
        assertFalse(wrapped.exists())
        assertFalse(store.contentEquals(keys().storeKey()))
        assertFalse(first.contentEquals(keys().signer().publicKey()))
    }

    @Test
    fun `who signed out and died before the keys went has other keys at the next start`() {
        val (store, first) = keys().storeKey() to keys().signer().publicKey()
        storeIsThere()
        File(storeFolder(context), "signed-out.json").writeText("{\"retired\":[]}")
        assertFalse(store.contentEquals(keys().storeKey()))
        assertFalse(first.contentEquals(keys().signer().publicKey()))
        assertEquals("a store", database.readText())
    }

    private fun verifies(point: ByteArray, message: ByteArray, signature: ByteArray): Boolean {
        val curve = AlgorithmParameters.getInstance("EC").run {
            init(ECGenParameterSpec("secp256r1"))
            getParameterSpec(ECParameterSpec::class.java)
        }
        val (x, y) = BigInteger(1, point.copyOfRange(1, 33)) to BigInteger(1, point.copyOfRange(33, 65))
        val key = KeyFactory.getInstance("EC").generatePublic(ECPublicKeySpec(ECPoint(x, y), curve))
        return Signature.getInstance("SHA256withECDSA").run {
            initVerify(key)
            update(message)
            verify(signature)
        }
    }
}
