package org.ruhu.phone.screens

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.harness.FakeAndroidKeyStore
import org.ruhu.phone.harness.FakeCamera
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.draftNow
import org.ruhu.phone.harness.goOn
import org.ruhu.phone.harness.photo
import org.ruhu.phone.harness.startFirst
import java.io.File

/** Pictures that cannot be taken in: each is told in its own words and set aside, and the next one comes in all the same. */
class PhotoTroubleTest : TownAndPhone() {
    private val inbox get() = File(phone.app.noBackupFilesDir, "camera")
    private fun files() = inbox.list().orEmpty().toList()
    private fun aside() = files().filter { it.endsWith(".aside") }

    private fun take(bytes: ByteArray) {
        val file = File.createTempFile("picture", ".jpg").apply { writeBytes(bytes) }
        phone.tap("＋ 拍照")
        phone.takePhoto(file)
        file.delete()
    }

    private fun takesTheNext(aside: Int = 1) {
        phone.tap("＋ 拍照")
        phone.takePhoto()
        assertEquals(1, phone.draftNow().draft.photos.size)
        assertEquals(aside, aside().size)
        assertEquals(aside, files().size)
    }

    @Test
    fun `HEIC, a screenshot and a broken file have each their own words`() {
        phone.startFirst(town)
        for ((bytes, words) in listOf(
            byteArrayOf(0, 0, 0, 0x1c) + "ftypheic".toByteArray() + ByteArray(100) to "HEIC",
            "\u0089PNG\r\n\u001a\n".toByteArray(Charsets.ISO_8859_1) + ByteArray(100) to "这不是 JPEG 照片",
            photo().readBytes().let { it.copyOf(it.size / 2) } to "照片文件不完整",
        )) {
            take(bytes)
            assertTrue(phone.reads().toString(), phone.sees(words) && phone.sees("再拍一张"))
            phone.tap("知道了")
            assertEquals(0, phone.draftNow().draft.photos.size)
        }
        takesTheNext(aside = 3)
    }

    @Test
    fun `one that is larger than the phone's memory is told before it is decoded`() {
        phone.startFirst(town)
        phone.memory(1)
        take(photo("DSCN0010.jpg").readBytes())
        assertTrue(phone.reads().toString(), phone.sees("这台手机处理不了"))
        phone.memory(192)
        takesTheNext()
    }

    @Test
    fun `one in whose midst the process ended twice is set aside, with words, and not tried again`() {
        phone.startFirst(town)
        phone.tap("＋ 拍照")
        val asked = phone.askedOfCamera()
        phone.die()
        FakeCamera.writes(phone.app, asked, photo())
        val shot = phone.session.platform.camera.waiting(files().single().substringBefore('_')).single()
        repeat(2) { phone.session.platform.camera.begin(shot) }
        phone.open()
        phone.goOn()
        assertTrue(phone.reads().toString(), phone.sees("入户退出了两次"))
        assertEquals(0, phone.draftNow().draft.photos.size)
        phone.dieAndOpen()
        phone.goOn()
        assertFalse(phone.sees("入户退出了两次"))
        takesTheNext()
    }

    @Test
    fun `one in whose midst the process ended once is taken in`() {
        phone.startFirst(town)
        phone.tap("＋ 拍照")
        val asked = phone.askedOfCamera()
        phone.die()
        FakeCamera.writes(phone.app, asked, photo())
        phone.session.platform.camera.run { begin(waiting(files().single().substringBefore('_')).single()) }
        phone.open()
        phone.goOn()
        assertEquals(1, phone.draftNow().draft.photos.size)
        assertEquals(emptyList<String>(), files())
    }

    @Test
    fun `while the keystore does not answer the picture waits, and comes in when it does`() {
        phone.startFirst(town)
        phone.tap("＋ 拍照")
        FakeCamera.writes(phone.app, phone.askedOfCamera(), photo())
        FakeAndroidKeyStore.unreachable = true
        phone.turn("+land")
        assertTrue(phone.reads().toString(), phone.sees("手机的密钥库暂时没有回答，请重启手机再试"))
        phone.tap("知道了")
        assertEquals(1, files().size)
        FakeAndroidKeyStore.unreachable = false
        phone.turn("+port")
        assertEquals(1, phone.draftNow().draft.photos.size)
        assertEquals(emptyList<String>(), files())
    }
}
