package org.ruhu.phone.screens

import android.app.Application
import android.content.Intent
import android.net.Uri
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.ruhu.phone.Reminding
import org.ruhu.phone.core.Originals
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.signal
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.IOException
import java.io.OutputStream
import java.util.zip.ZipInputStream

/** The one page of settings, touched: what is set is kept, and does what it says. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class SettingsTest {
    private lateinit var town: Town
    private lateinit var phone: Phone

    @Before
    fun enrol() {
        town = Town.open("--households", "6")
        phone = Phone(MORNING).enrolled(town).apply { signal(Signal.None) }
    }

    @After
    fun close() {
        phone.close()
        town.close()
    }

    private fun openSettings() {
        phone.open()
        phone.tap("设置")
    }

    @Test
    fun `it says whose phone this is and by which words the township is known`() {
        openSettings()
        phone.find(town.cadre.name)
        phone.find(town.name)
        phone.find(town.words)
        phone.find(town.address)
    }

    @Test
    fun `the rule for originals is kept by the core`() {
        openSettings()
        phone.tap("什么网都传")
        assertEquals(Originals.NOW, phone.onCore { settings().originals })
        phone.tap("只用 Wi-Fi")
        assertEquals(Originals.ON_UNMETERED, phone.onCore { settings().originals })
    }

    @Test
    fun `larger texts are larger at once, and after a kill`() {
        openSettings()
        val usual = phone.activity.resources.configuration.fontScale
        phone.tap("特大")
        phone.find("字的大小")
        assertEquals(usual * 1.3f, phone.activity.resources.configuration.fontScale, 0.01f)
        phone.dieAndOpen()
        assertEquals(usual * 1.3f, phone.activity.resources.configuration.fontScale, 0.01f)
    }

    @Test
    fun `reminders are switched off and on`() {
        openSettings()
        phone.tap("不提醒")
        assertEquals(Reminding.Off, phone.session.preferences.reminding)
        phone.tap("提醒")
        assertEquals(Reminding.On, phone.session.preferences.reminding)
    }

    @Test
    fun `only originals with a receipt are freed`() {
        phone.quickVisit(town.households().first())
        town.ask("clock", "reach" to phone.clocks.trueTime())
        openSettings()
        phone.find("没有可以清的")
        phone.back()
        phone.signal(Signal.Wifi)
        phone.sendAll()
        phone.tap("设置")
        phone.find("1 张原图镇里收到了")
        phone.tap("清掉这些原图")
        phone.find("没有可以清的")
    }

    @Test
    fun `a phone without a screen lock is told so, with the way there`() {
        openSettings()
        phone.tap("去设锁屏")
        assertEquals(android.provider.Settings.ACTION_SECURITY_SETTINGS, started().action)
        shadowOf(phone.app.getSystemService(android.app.KeyguardManager::class.java)).setIsDeviceSecure(true)
        phone.back()
        phone.tap("设置")
        assertFalse(phone.sees("手机没有设锁屏"))
    }

    @Test
    fun `what is not sent is written to a file that only the township can open`() {
        val home = town.households().first()
        phone.quickVisit(home)
        openSettings()
        phone.find("还有 1 条记录、2 个照片文件没传到镇里")
        val written = ByteArrayOutputStream()
        exportTo(written)
        phone.find("✓ 写好了")
        val bytes = written.toByteArray()
        assertTrue(bytes.size > 10_000)
        assertFalse(bytes.toString(Charsets.UTF_8).contains(home.head))
        assertFalse(bytes.toString(Charsets.ISO_8859_1).contains("\u00ff\u00d8\u00ff\u00e0"))
        assertEquals(emptyList<File>(), File(phone.app.noBackupFilesDir, "outgoing").listFiles().orEmpty().toList())
    }

    @Test
    fun `a card that is full is told, and the half file is no backup`() {
        phone.quickVisit(town.households().first())
        openSettings()
        exportTo(
            object : OutputStream() {
                override fun write(byte: Int) = throw IOException("ENOSPC")
            },
        )
        phone.find("备份没写成")
        assertEquals(emptyList<File>(), File(phone.app.noBackupFilesDir, "outgoing").listFiles().orEmpty().toList())
        phone.tap("知道了")
        assertFalse(phone.sees("✓ 写好了"))
    }

    @Test
    fun `records that were set aside are written whole to a file for the township`() {
        openSettings()
        assertFalse(phone.sees("放在一边的旧记录"))
        phone.back()
        val aside = File(phone.app.noBackupFilesDir, "core-aside-20261125-050312")
        val files = mapOf("ruhu.db" to 70_000, "store-key.sealed" to 97, "photos/ab.photo" to 5, "photos/empty" to 0)
            .mapValues { (_, size) -> ByteArray(size) { (it * 31).toByte() } }
        for ((name, bytes) in files) File(aside, name).apply { parentFile?.mkdirs() }.writeBytes(bytes)
        phone.tap("设置")
        phone.find("手机里有 1 份旧记录")
        val written = ByteArrayOutputStream()
        exportTo(written, "旧记录存成文件")
        phone.find("✓ 写好了")
        val zip = ZipInputStream(written.toByteArray().inputStream())
        val read = generateSequence { zip.nextEntry }.associate { it.name.removePrefix("${aside.name}/") to zip.readBytes().toList() }
        assertEquals(files.mapValues { it.value.toList() }, read)
        assertTrue("they stay on the phone", File(aside, "ruhu.db").exists())
    }

    @Test
    fun `the licences of what is inside can be read`() {
        openSettings()
        phone.tap("里面用了谁的软件")
        phone.find("Apache")
        phone.find("zxing")
    }

    private fun exportTo(out: OutputStream, words: String = "存成文件") {
        val document = Uri.parse("content://documents/card/1")
        shadowOf(phone.app.contentResolver).registerOutputStream(document, out)
        phone.tap(words)
        val asked = checkNotNull(shadowOf(phone.activity).nextStartedActivityForResult).intent
        assertEquals(Intent.ACTION_CREATE_DOCUMENT, asked.action)
        assertFalse(asked.getStringExtra(Intent.EXTRA_TITLE).orEmpty().contains(town.cadre.name))
        shadowOf(phone.activity).receiveResult(asked, android.app.Activity.RESULT_OK, Intent().setData(document))
        phone.settle()
    }

    private fun started(): Intent = shadowOf(RuntimeEnvironment.getApplication() as Application).nextStartedActivity
        ?: shadowOf(phone.activity).nextStartedActivity
}
