package org.ruhu.phone.screens

import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.harness.CONSENT
import org.ruhu.phone.harness.FakeAndroidKeyStore
import org.ruhu.phone.harness.FakeCamera
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.SheetPhoto
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Through
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.TownCode
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.photo
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.signal
import org.ruhu.phone.platform.storeFolder
import org.ruhu.phone.screens.enrol.QrRead
import org.ruhu.phone.screens.enrol.readQr
import java.io.File
import java.io.RandomAccessFile

/** From a phone that is nobody's to one with a household list, by taps and by the camera. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class EnrolTest {
    private lateinit var town: Town
    private lateinit var phone: Phone

    @Before
    fun open() {
        town = Town.open("--households", "6", "--cadres", "2")
        phone = Phone(MORNING).apply { signal(Signal.Wifi) }
    }

    @After
    fun close() {
        phone.close()
        town.close()
    }

    private fun agreed() {
        phone.open()
        phone.tap("同意")
    }

    private fun scan(file: File) {
        phone.tap("扫登记单")
        phone.takePhoto(file)
    }

    @Test
    fun `the sheet's photo enrols, whatever way it lies, and the list arrives`() {
        agreed()
        scan(SheetPhoto(town.code().qr, angle = 23f, share = 0.4f).file())
        phone.find("登记好了")
        phone.find("${town.cadre.name} · ${town.name}")
        phone.find("您联系的 ${town.cadre.households} 户都到手机里了")
        town.words.split(' ').forEach { phone.find(it) }
        assertEquals(CONSENT, phone.onCore { consented() })
        assertEquals(1, town.ask("records").getJSONObject("kinds").getInt("consent"))
        phone.tap("去看今天该去谁家")
        phone.find("今天 · 该去谁家")
        phone.find(town.households().first().head)
    }

    @Test
    fun `a twelve megapixel picture on its side is read`() {
        agreed()
        scan(SheetPhoto(town.code().qr, width = 4000, height = 3000, angle = 90f, share = 0.3f).file())
        phone.find("登记好了")
    }

    @Test
    fun `a slanted, an upside down and a far code are read`() {
        for ((angle, share) in listOf(45f to 0.5f, 180f to 0.6f, 10f to 0.22f)) {
            val photo = SheetPhoto("{\"address\":\"a\"}", angle = angle, share = share).file().readBytes()
            assertEquals(
                "at $angle, $share",
                QrRead.Found("{\"address\":\"a\"}"),
                readQr(photo),
            )
        }
    }

    @Test
    fun `a picture without a code says how to hold the phone, and nothing is sent`() {
        agreed()
        scan(photo("DSCN0010.jpg"))
        phone.find("照片里没认出二维码")
        scan(photo("corrupted.jpg"))
        assertTrue(phone.sees("照片里没认出二维码") || phone.sees("没存好"))
        assertNull(phone.onCore { me() })
        scan(SheetPhoto(town.code().qr).file())
        phone.find("登记好了")
    }

    @Test
    fun `every way out of the camera has words, and a picture that does not open ends nothing`() {
        agreed()
        phone.tap("扫登记单")
        phone.takeNoPhoto()
        phone.find("没有拍照片")
        phone.tap("扫登记单")
        phone.loseThePhoto()
        phone.find("没存好，请再拍一张")
        // Its file is spoilt while the app is away: told at the next start, and gone, not read again and again.
        phone.tap("扫登记单")
        val asked = phone.askedOfCamera()
        phone.die()
        FakeCamera.writes(phone.app, asked, SheetPhoto(town.code().qr).file())
        val inbox = File(phone.app.noBackupFilesDir, "camera")
        inbox.listFiles().orEmpty().single().let { it.writeBytes(it.readBytes().copyOf(30)) }
        agreed()
        phone.find("没存好，请再拍一张")
        assertEquals(emptyList<String>(), inbox.list().orEmpty().toList())
        phone.die()
        agreed()
        assertFalse(phone.sees("没存好"))
        scan(SheetPhoto(town.code().qr).file())
        phone.find("登记好了")
    }

    @Test
    fun `another code than an enrolment's is refused in the core's words`() {
        agreed()
        scan(SheetPhoto("https://weixin.qq.com/r/abcdef").file())
        phone.find("登记")
        phone.find("!")
        assertNull(phone.onCore { me() })
        phone.find("扫登记单")
    }

    @Test
    fun `a used code is refused, and another server's answer too`() {
        val used = town.code()
        phone.enrolled(town)
        phone.close()
        newPhone()
        phone.onCore { enrol(used.qr, "another phone") }
        phone.close()
        newPhone()
        agreed()
        scan(SheetPhoto(used.qr).file())
        phone.find("这个登记码用过了")
        assertNull(phone.onCore { me() })
        // The same address, and the key of another server on the sheet.
        scan(SheetPhoto(town.code().qr.replace(town.fingerprint, "A".repeat(43))).file())
        phone.find("登记单跟镇里的服务器对不上")
        assertNull(phone.onCore { me() })
        scan(SheetPhoto(town.code().qr).file())
        phone.find("登记好了")
    }

    /** Another phone in the same hands. */
    private fun newPhone() {
        phone.app.noBackupFilesDir.deleteRecursively()
        phone.app.getSharedPreferences("habits", 0).edit().clear().apply()
        phone = Phone(MORNING).apply { signal(Signal.Wifi) }
    }

    @Test
    fun `without a signal the code is kept, and one tap tries it again`() {
        town.ask("road", "state" to "gone")
        agreed()
        scan(SheetPhoto(town.code(through = Through.Road).qr).file())
        phone.find("有信号了点")
        town.ask("road", "state" to "good")
        phone.tap("再试一次")
        phone.find("登记好了")
    }

    @Test
    fun `typed, the six words are compared before the code is sent`() {
        agreed()
        type(town.address, town.code())
        phone.tap("下一步")
        phone.find("请跟登记单对一对")
        assertEquals(town.words.split(' '), town.words.split(' ').filter(phone::sees))
        assertNull(phone.onCore { me() })
        phone.tap("六个词都一样")
        phone.find("登记好了")
        assertEquals(CONSENT, phone.onCore { consented() })
    }

    @Test
    fun `other words end it, and the code was not sent`() {
        val code = town.code()
        agreed()
        type(town.address, code)
        phone.tap("下一步")
        phone.tap("不一样")
        phone.find("不是镇里的服务器")
        assertNull(phone.onCore { me() })
        // It was not used up.
        phone.tap("下一步")
        phone.tap("六个词都一样")
        phone.find("登记好了")
    }

    @Test
    fun `a wrong code and a short one are told, and what was typed stays`() {
        agreed()
        type(town.address, TownCode("", "ABCDE-FGH"))
        phone.tap("下一步")
        phone.find("现在是 8 位")
        phone.tap("FGH")
        phone.type("JK")
        phone.tap("下一步")
        phone.tap("六个词都一样")
        phone.find("镇里没有这个登记码")
        phone.find("ABCDE")
        assertNull(phone.onCore { me() })
    }

    @Test
    fun `what is typed outlives a turn of the phone, and nothing of it is handed to the system`() {
        agreed()
        val code = town.code()
        type(town.address, code)
        val plain = code.code.filter(Char::isLetterOrDigit)
        val kept = phone.turn().toString()
        assertFalse(kept, plain.drop(5) in kept)
        phone.find(town.address)
        phone.find(plain.take(5))
        phone.tap("下一步")
        phone.tap("六个词都一样")
        phone.find("登记好了")
    }

    private fun type(address: String, code: TownCode) {
        phone.tap("手工输入")
        phone.tap("如 ruhu.example.cn")
        phone.type(address)
        phone.tap("前 5 位")
        // The thumb types on: the second group follows by itself.
        val plain = code.code.filter(Char::isLetterOrDigit)
        phone.type(plain.take(5))
        if (plain.length > 5) phone.type(plain.drop(5))
    }

    @Test
    fun `the camera may cost the app its life and the sheet is read all the same`() {
        agreed()
        phone.tap("扫登记单")
        val asked = phone.askedOfCamera()
        val saved = phone.leave()
        phone.die()
        org.ruhu.phone.harness.FakeCamera.writes(phone.app, asked, SheetPhoto(town.code().qr).file())
        phone.open(saved)
        phone.find("登记好了")
        assertEquals(CONSENT, phone.onCore { consented() })
    }

    @Test
    fun `after a lost phone a new one is enrolled with a new code and has the list`() {
        phone.enrolled(town)
        phone.close()
        newPhone()
        agreed()
        scan(SheetPhoto(town.code().qr).file())
        phone.find("您联系的 ${town.cadre.households} 户都到手机里了")
    }

    @Test
    fun `a phone that was another cadre's gets another key and is enrolled by the same code`() {
        phone.enrolled(town, town.cadres().last())
        phone.die()
        storeFolder(phone.app).deleteRecursively()
        agreed()
        val sheet = SheetPhoto(town.code(town.cadres().first()).qr).file()
        scan(sheet)
        phone.find("这台手机登记过别人")
        phone.tap("换一把钥匙")
        phone.tap("同意")
        scan(sheet)
        phone.find("登记好了")
        phone.find(town.cadres().first().name)
    }

    @Test
    fun `a damaged store gets a new key, is enrolled again, and what was written arrives`() {
        phone.enrolled(town)
        phone.signal(Signal.None)
        phone.quickVisit(town.households().first())
        town.ask("clock", "reach" to phone.clocks.trueTime())
        phone.onCore { pause() }
        phone.die()
        spoil(File(storeFolder(phone.app), "ruhu.db"))

        phone.signal(Signal.Wifi)
        phone.open()
        phone.find("记录文件坏过一次")
        phone.tap("知道了")
        phone.find("这台手机要重新登记")
        assertEquals(0, town.visits().size)
        scan(SheetPhoto(town.code().qr).file())
        phone.find("登记好了")
        phone.sendAll()
        assertEquals(1, town.visits().size)
        phone.tap("去看今天该去谁家")
        phone.find("今天 · 该去谁家")
        phone.back()
        phone.dieAndOpen()
        phone.find("今天 · 该去谁家")
        assertFalse(phone.sees("重新登记"))
    }

    @Test
    fun `a phone whose keys are lost says so, and begins anew only when asked`() {
        phone.enrolled(town)
        phone.die()
        FakeAndroidKeyStore.install()
        phone.open()
        phone.find("入户打不开")
        phone.tap("再试一次")
        phone.find("打开它的钥匙没有了")
        assertTrue(File(storeFolder(phone.app), "ruhu.db").exists())
        phone.tap("旧记录放一边，重新登记")
        phone.tap("放一边")
        phone.tap("同意")
        val aside = phone.app.noBackupFilesDir.listFiles().orEmpty().single { it.name.startsWith("core-aside-") }
        assertTrue("set aside, not deleted", File(aside, "ruhu.db").exists())
        assertTrue("the township can open it", File(aside, "store-key.sealed").exists())
        scan(SheetPhoto(town.code().qr).file())
        phone.find("登记好了")
        // The keystore's key and its file are kept with it, and another one is in use.
        val keys = File(phone.app.noBackupFilesDir, "keys").list().orEmpty()
        assertTrue(keys.joinToString(), keys.any { it.startsWith("store.key.aside-") } && "store-2.key" in keys)
    }

    /** A run of bytes after the middle of the database, where rows are and not its schema, is another. */
    private fun spoil(file: File) = RandomAccessFile(file, "rw").use { open ->
        val bytes = ByteArray(4096)
        val middle = open.length() * 3 / 4
        open.seek(middle)
        open.readFully(bytes)
        open.seek(middle)
        open.write(bytes.map { (it.toInt() xor 0x55).toByte() }.toByteArray())
    }
}
