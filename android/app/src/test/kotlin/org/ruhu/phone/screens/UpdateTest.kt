package org.ruhu.phone.screens

import android.app.Activity
import android.content.Intent
import android.content.pm.Signature
import android.net.Uri
import org.junit.After
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.ruhu.phone.core.Urgency
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Through
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.Where
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.installed
import org.ruhu.phone.harness.installedBy
import org.ruhu.phone.harness.publish
import org.ruhu.phone.harness.release
import org.ruhu.phone.harness.signal
import org.ruhu.phone.platform.AppCheck
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.IOException
import java.io.OutputStream
import java.nio.file.Files

/**
 * A newer version from the township's own server. The server is the real one, the APK is signed by the field's own tools, and
 * the platform's own classes verify its signature; only which key the installed app was signed by is told to the system here.
 */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class UpdateTest {
    private lateinit var town: Town
    private lateinit var phone: Phone

    @Before
    fun enrol() {
        town = Town.open("--households", "6")
        phone = Phone(MORNING).enrolled(town, through = Through.Road).apply { signal(Signal.Wifi) }
        phone.installedBy()
    }

    @After
    fun close() {
        phone.close()
        town.close()
    }

    @Test
    fun `a newer version is told of quietly, checked, and saved where the cadre chooses`() {
        town.publish()
        phone.open()
        phone.tap("设置，有新版")
        phone.find("有新版 0.1.9（9 KB）")
        phone.tap("下载新版")
        phone.find("下载好了，签名核对过")
        val written = ByteArrayOutputStream()
        save(written)
        phone.find("✓ 存好了：")
        assertArrayEquals(release.readBytes(), written.toByteArray())
    }

    @Test
    fun `without a newer version there is no card and no dot`() {
        phone.open()
        assertFalse(phone.sees("有新版"))
        phone.tap("设置")
        assertFalse(phone.sees("有新版"))
        assertFalse(phone.sees("下载新版"))
    }

    @Test
    fun `a file by another signer is deleted and never offered`() {
        phone.installedBy(Signature("00112233"))
        town.publish()
        phone.open()
        phone.tap("设置，有新版")
        phone.tap("下载新版")
        phone.find("签名不是入户的，已经删掉")
        assertFalse(phone.sees("存到手机里"))
        assertEquals(emptyList<File>(), brought())
    }

    @Test
    fun `a file that was changed after it was signed is deleted and never offered`() {
        town.publish(changed(release))
        phone.open()
        phone.tap("设置，有新版")
        phone.tap("下载新版")
        phone.find("签名不是入户的，已经删掉")
        assertEquals(emptyList<File>(), brought())
    }

    @Test
    fun `the township is asked once a day, after a sending that went well`() {
        phone.open()
        val before = requests()
        phone.session.sending.send(Urgency.ASKED)
        phone.settle()
        val sending = requests() - before
        town.publish()
        phone.session.sending.send(Urgency.ASKED)
        phone.settle()
        assertEquals("only the sending itself", sending, requests() - before - sending)
        assertFalse(phone.sees("设置，有新版"))
        phone.clocks.passMinutes(24 * 60)
        phone.session.sending.send(Urgency.ASKED)
        phone.settle()
        phone.find("设置，有新版")
    }

    @Test
    fun `it outlives a kill, and is gone once it is installed`() {
        town.publish()
        phone.open()
        phone.find("设置，有新版")
        phone.signal(Signal.None)
        phone.dieAndOpen()
        phone.find("设置，有新版")
        phone.die()
        phone.installed().setLongVersionCode(9)
        phone.open()
        assertFalse(phone.sees("设置，有新版"))
    }

    @Test
    fun `without a road it says so and comes later`() {
        town.publish()
        phone.open()
        phone.tap("设置，有新版")
        town.ask("road", "state" to "gone")
        phone.tap("下载新版")
        phone.find("连不上镇里")
        town.ask("road", "state" to "good")
        phone.tap("下载新版")
        phone.find("下载好了")
    }

    @Test
    fun `killed while the place is chosen, the checked file still goes there`() {
        town.publish()
        phone.open()
        phone.tap("设置，有新版")
        phone.tap("下载新版")
        val request = askForPlace()
        phone.dieAndOpen()
        phone.tap("设置，有新版")
        val written = ByteArrayOutputStream()
        answer(request, written)
        phone.find("✓ 存好了：")
        assertArrayEquals(release.readBytes(), written.toByteArray())
    }

    @Test
    fun `a full card is told in words, and the file is still there to be saved elsewhere`() {
        town.publish()
        phone.open()
        phone.tap("设置，有新版")
        phone.tap("下载新版")
        save(
            object : OutputStream() {
                override fun write(byte: Int) = throw IOException("ENOSPC")
            },
        )
        phone.find("新版没存成")
        phone.tap("知道了")
        phone.find("存到手机里")
    }

    @Test
    fun `the system's own check tells files apart`() {
        val check = phone.session.platform.appFile::check
        assertEquals(AppCheck.Good, check(release))
        assertEquals(AppCheck.NoApp, check(changed(release)))
        assertEquals(AppCheck.NoApp, check(File(Where.root, "README.md")))
        phone.installed().setLongVersionCode(9)
        assertEquals(AppCheck.NotNewer, check(release))
        phone.installedBy(Signature("00112233"))
        assertEquals(AppCheck.OtherSigner, check(release))
    }

    // What happens around the phone.

    private fun requests() = town.ask("road").getInt("requests")

    private fun brought() = File(phone.app.cacheDir, "newer").listFiles().orEmpty().toList()

    /** The same APK with one byte of a library changed. */
    private fun changed(file: File): File {
        val bytes = file.readBytes()
        val at = bytes.toString(Charsets.ISO_8859_1).indexOf("no library")
        bytes[at] = 'N'.code.toByte()
        val folder = Files.createTempDirectory("changed").toFile().apply { deleteOnExit() }
        return File(folder, "ruhu.apk").apply {
            writeBytes(bytes)
            deleteOnExit()
        }
    }

    private fun save(out: OutputStream) = answer(askForPlace(), out)

    /** The system's picker opens; answers the request that it comes back to. */
    private fun askForPlace(): Int {
        phone.tap("存到手机里")
        val asked = checkNotNull(shadowOf(phone.activity).nextStartedActivityForResult) { "the picker was not opened" }
        assertEquals(Intent.ACTION_CREATE_DOCUMENT, asked.intent.action)
        assertEquals("ruhu-0.1.9-9.apk", asked.intent.getStringExtra(Intent.EXTRA_TITLE))
        return asked.requestCode
    }

    /** The picker comes back with a place. */
    private fun answer(request: Int, out: OutputStream) {
        val document = Uri.parse("content://documents/card/1")
        shadowOf(phone.app.contentResolver).registerOutputStream(document, out)
        shadowOf(phone.activity).callOnActivityResult(request, Activity.RESULT_OK, Intent().setData(document))
        phone.settle()
    }
}
