package org.ruhu.phone.platform

import android.content.Context
import android.content.pm.PackageManager
import android.provider.Settings
import android.security.keystore.KeyPermanentlyInvalidatedException
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
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.KeystoreFailed
import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.Report
import org.ruhu.phone.harness.FakeAndroidKeyStore
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Vault
import java.io.File
import java.security.KeyStoreException
import java.security.ProviderException
import java.security.UnrecoverableKeyException
import javax.crypto.AEADBadTagException

/** A keystore that does not answer for a while is waited for and told, and nothing is given up for it; a lost key is told apart. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class)
class KeystoreSilentTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private val folder = File(context.noBackupFilesDir, "keys")
    private val wrapped = File(folder, "store.key")
    private val database = File(storeFolder(context), "ruhu.db")
    private val waits = mutableListOf<Long>()
    private fun keys() = KeystoreKeys(context, KeystoreCalls(RetriesAtOnce(waits)))

    @Before
    fun install() = FakeAndroidKeyStore.install()

    private fun storeIsThere() {
        database.parentFile?.mkdirs()
        database.writeText("a store")
    }

    /** Ways in which the keystore of a real phone fails for a moment. */
    private val passing: List<Exception> = listOf(
        UnrecoverableKeyException("Failed to obtain information about key"),
        UnrecoverableKeyException("Failed").apply { initCause(android.os.DeadObjectException()) },
        KeyStoreException("System error"),
        ProviderException("Keystore operation failed"),
        ProviderException("Failed", KeyStoreException("Keystore not initialized")),
        android.security.keystore.StrongBoxUnavailableException("busy"),
        android.os.DeadObjectException(),
        IllegalStateException("Failed to contact keystore"),
        NullPointerException("no service"),
    )

    @Test
    fun `every failure that may pass is waited for, and the key is the same`() {
        val key = keys().storeKey()
        storeIsThere()
        for (failure in passing) {
            waits.clear()
            repeat(KeystoreCalls.WAITS_MS.size) { FakeAndroidKeyStore.failures += failure }
            assertArrayEquals(failure.toString(), key, keys().storeKey())
            assertEquals(KeystoreCalls.WAITS_MS, waits)
        }
    }

    @Test
    fun `one that goes on failing is told by kind, nothing is changed, and later the key is the same`() {
        val key = keys().storeKey()
        storeIsThere()
        val (file, listed) = wrapped.readBytes() to { folder.list().orEmpty().filter { it.startsWith("store") } }
        for (failure in passing) {
            repeat(20) { FakeAndroidKeyStore.failures += failure }
            val told = assertThrows(Report::class.java) { keys().storeKey() }
            assertEquals("keystore: ${failure.javaClass.simpleName}", told.detail)
            assertTrue(told.text.zh, told.text.zh.startsWith("手机的密钥库暂时没有回答，请重启手机再试"))
            FakeAndroidKeyStore.failures.clear()
            assertArrayEquals(file, wrapped.readBytes())
            assertEquals(listOf("store.key"), listed())
            assertArrayEquals(key, keys().storeKey())
        }
    }

    @Test
    fun `a tag that does not fit and an invalidated key are loss, at once and however they are wrapped`() {
        keys().storeKey()
        storeIsThere()
        val lasting = listOf(
            AEADBadTagException(),
            KeyPermanentlyInvalidatedException(),
            UnrecoverableKeyException("gone").apply { initCause(KeyPermanentlyInvalidatedException()) },
        )
        for (loss in lasting) {
            waits.clear()
            FakeAndroidKeyStore.failures += loss
            assertEquals(KEYS_LOST, assertThrows(FixThis::class.java) { keys().storeKey() }.code)
            assertEquals(emptyList<Long>(), waits)
        }
    }

    @Test
    fun `no key because the keystore cannot be reached is no loss, and nothing is made in its place`() {
        val key = keys().storeKey()
        val signer = keys().signer().publicKey()
        storeIsThere()
        FakeAndroidKeyStore.unreachable = true
        assertEquals("keystore: ProviderException", assertThrows(Report::class.java) { keys().storeKey() }.detail)
        assertThrows(Report::class.java) { keys().signer() }
        FakeAndroidKeyStore.unreachable = false
        assertArrayEquals(key, keys().storeKey())
        assertArrayEquals(signer, keys().signer().publicKey())
        assertEquals(1, FakeAndroidKeyStore.made.size)
        // Emptied for good: the keystore works and has none.
        FakeAndroidKeyStore.install()
        assertEquals(KEYS_LOST, assertThrows(FixThis::class.java) { keys().storeKey() }.code)
        assertFalse("the trial leaves nothing", FakeAndroidKeyStore.holds("ruhu-trial"))
    }

    @Test
    fun `a signature is waited for too, and a failure that stays is told by kind`() {
        val signer = keys().signer()
        repeat(2) { FakeAndroidKeyStore.failures += ProviderException("busy") }
        assertTrue(signer.sign(ByteArray(3)).isNotEmpty())
        assertEquals(KeystoreCalls.WAITS_MS.take(2), waits)
        repeat(20) { FakeAndroidKeyStore.failures += ProviderException("busy") }
        assertEquals("ProviderException", assertThrows(KeystoreFailed::class.java) { signer.sign(ByteArray(3)) }.reason)
    }

    @Test
    fun `a StrongBox key that does not sign on trial gives way to the usual vault`() {
        shadowOf(context.packageManager).setSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE, true)
        FakeAndroidKeyStore.strongBoxSigns = false
        assertTrue(keys().signer().sign(ByteArray(3)).isNotEmpty())
        assertEquals(listOf(Vault.StrongBox, Vault.Usual), FakeAndroidKeyStore.made)
    }

    @Test
    fun `only when a restart has not helped is the way without the old records offered`() {
        val key = keys().storeKey()
        storeIsThere()
        fun boot(count: Int) = Settings.Global.putInt(context.contentResolver, Settings.Global.BOOT_COUNT, count)
        FakeAndroidKeyStore.unreachable = true
        boot(7)
        repeat(2) { assertThrows(Report::class.java) { keys().storeKey() } }
        boot(8)
        val told = assertThrows(FixThis::class.java) { keys().storeKey() }
        assertEquals(KEYS_SILENT, told.code)
        assertTrue(told.text.zh, "重启过了" in told.text.zh)
        FakeAndroidKeyStore.unreachable = false
        assertArrayEquals("trying again goes on as before", key, keys().storeKey())
        FakeAndroidKeyStore.unreachable = true
        assertThrows("an answer in between begins anew", Report::class.java) { keys().storeKey() }
    }

    @Test
    fun `what is set aside keeps its file and its key in the keystore, and the next store has others`() {
        val (first, signer) = keys().storeKey() to keys().signer().publicKey()
        val file = wrapped.readBytes()
        keys().setAside(Moment(1_790_000_000_000))
        val second = keys().storeKey()
        assertFalse(first.contentEquals(second))
        assertFalse(signer.contentEquals(keys().signer().publicKey()))
        assertArrayEquals(second, keys().storeKey())
        assertArrayEquals(file, File(folder, "store.key.aside-20260921-221320").readBytes())
        listOf("ruhu-store", "ruhu-store-2", "ruhu-device-1", "ruhu-device-2").forEach {
            assertTrue(it, FakeAndroidKeyStore.holds(it))
        }
        // Once more: its number is never given again, so that no key of the keystore is made over.
        keys().setAside(Moment(1_790_000_100_000))
        val third = keys().storeKey()
        assertFalse(second.contentEquals(third))
        assertTrue(FakeAndroidKeyStore.holds("ruhu-store-3"))
        // Put back by hand, the first one opens as ever.
        folder.listFiles().orEmpty().filter {
            it.name.startsWith("store") && it.name != "store.key.aside-20260921-221320"
        }.forEach { it.delete() }
        File(folder, "store.key.aside-20260921-221320").renameTo(wrapped)
        assertArrayEquals(first, keys().storeKey())
    }

    @Test
    fun `killed between the store and its key, setting aside is asked for again and then done`() {
        keys().storeKey()
        storeIsThere()
        FakeAndroidKeyStore.install()
        assertEquals(KEYS_LOST, assertThrows(FixThis::class.java) { keys().storeKey() }.code)
        setStoreAside(storeFolder(context), Moment(1_790_000_000_000))
        assertEquals(KEYS_LOST, assertThrows(FixThis::class.java) { keys().storeKey() }.code)
        setStoreAside(storeFolder(context), Moment(1_790_000_000_000))
        keys().setAside(Moment(1_790_000_000_000))
        assertEquals(32, keys().storeKey().size)
    }

    @Test
    fun `a number that does not read is no loss`() {
        val key = keys().storeKey()
        val signer = keys().signer().publicKey()
        storeIsThere()
        File(folder, "device.number").writeText("?")
        assertArrayEquals(key, keys().storeKey())
        assertArrayEquals(signer, keys().signer().publicKey())
    }

    @Test
    fun `the keystore is never waited for on the main thread`() {
        FakeAndroidKeyStore.failures += ProviderException("busy")
        assertThrows(IllegalStateException::class.java) { KeystoreKeys(context).signer() }
    }
}
