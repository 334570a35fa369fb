package org.ruhu.phone.screens

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.draftNow
import org.ruhu.phone.harness.drafts
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.standBefore
import org.ruhu.phone.harness.startFirst

class VerdictTest : TownAndPhone() {
    @Test
    fun `what is missing is cured on the page that says so, and the verdict follows`() {
        val home = phone.startFirst(town)
        phone.standBefore(home, metres = 100.0)
        phone.tap("完成走访")
        assertTrue(phone.sees("这次还不算数") && phone.sees("还在门口，补一下就行"))
        assertTrue(phone.sees("还差 1 张照片") && phone.sees("离登记的家 100 米"))
        assertTrue(phone.sees("补 1 张照片后，转审核"))

        phone.tap("在地里")
        assertFalse(phone.sees("离登记的家 100 米"))
        assertTrue(phone.sees("离家 100 米 · 在地里") && phone.sees("补 1 张照片后，就有效"))
        phone.tap("＋ 拍照")
        phone.takePhoto()
        assertTrue(phone.sees("这次有效") && phone.sees("照片 1 张"))
        phone.tap("完成走访")
        assertTrue(phone.sees("第 1 次"))
        phone.sendAll()
        assertEquals("counts", town.visits().single().getString("verdict"))
    }

    @Test
    fun `nobody is pressed for a photo, the reason is enough for a review`() {
        val home = phone.startFirst(town)
        phone.standBefore(home)
        phone.tap("完成走访")
        val (camera, no) = phone.find("＋ 拍照") to phone.find("农户不愿拍")
        assertEquals(camera.width to camera.height, no.width to no.height)
        phone.tap(no)
        phone.tap("只有老人孩子在家")
        assertTrue(phone.sees("这次由镇里审核") && phone.sees("农户不愿拍照"))
        phone.tap("完成走访")
        assertTrue(phone.sees("记好了"))
        phone.sendAll()
        assertEquals("needs_review", town.visits().single().getString("verdict"))
    }

    @Test
    fun `kept for later it is a draft, and what was given stays`() {
        val home = phone.startFirst(town)
        phone.standBefore(home, metres = 410.0)
        phone.tap("完成走访")
        phone.tap("在村部")
        phone.tap("先保存，稍后再补")
        assertTrue(phone.sees("今天 · 该去谁家"))
        assertEquals(1, phone.drafts().size)
        assertEquals("在村部", phone.draftNow().draft.farReason)
    }

    @Test
    fun `a visit that goes to review may be finished as it is`() {
        val home = phone.startFirst(town)
        phone.standBefore(home, metres = 410.0)
        phone.tap("完成走访")
        phone.tap("就这样完成，转镇里审核")
        assertTrue(phone.sees("记好了"))
        assertEquals(emptyList<String>(), phone.drafts())
    }

    @Test
    fun `nobody at home goes to the township, and the card leads back to whom one met`() {
        val home = phone.startFirst(town)
        phone.standBefore(home)
        phone.tap("＋ 拍照")
        phone.takePhoto()
        phone.tap("不在家")
        assertTrue(phone.sees("没见到这家人，会转镇里审核"))
        phone.tap("完成走访")
        assertTrue(phone.reads().toString(), phone.sees("这次由镇里审核") && phone.sees("还在门口，能补就补"))
        assertTrue(phone.sees("没见到这家人") && phone.sees("会转审核"))
        assertFalse(phone.sees("不算数") || phone.sees("补一下就行"))
        phone.tap("改选见到谁")
        phone.tap("老人")
        assertTrue(phone.sees("这次有效，算今年第 1 次"))
        phone.tap("不在家")
        phone.tap("完成走访")
        phone.tap("就这样完成，转镇里审核")
        assertTrue(phone.sees("记好了"))
        phone.sendAll()
        val visit = town.visits().single()
        assertEquals("needs_review", visit.getString("verdict"))
        assertTrue(visit.toString(), visit.toString().contains("nobody_met"))
    }

    @Test
    fun `one that does not count is finished only by somebody who knows it`() {
        val home = phone.startFirst(town)
        phone.tap("电话")
        phone.tap("完成走访")
        assertTrue(phone.sees("电话、视频走访要先有镇里批准"))
        assertTrue(phone.sees("这次还不算数") && phone.sees("还在门口，补一下就行"))
        phone.tap("就这样完成，这次不算")
        phone.tap("再看看")
        assertEquals(1, phone.drafts().size)
        phone.tap("改成入户")
        phone.standBefore(home)
        assertFalse(phone.sees("电话、视频走访要先有镇里批准"))
        phone.back()
        phone.tap("电话")
        phone.tap("完成走访")
        phone.tap("就这样完成，这次不算")
        phone.tap("完成，不算次数")
        assertTrue(phone.sees("记好了"))
        phone.sendAll()
        assertEquals("does_not_count", town.visits().single().getString("verdict"))
    }
}
