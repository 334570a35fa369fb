package org.ruhu.phone.screens

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.core.Look
import org.ruhu.phone.core.Met
import org.ruhu.phone.core.Verdict
import org.ruhu.phone.harness.Eye
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.Where
import org.ruhu.phone.harness.draftNow
import org.ruhu.phone.harness.drafts
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.photo
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.standBefore
import org.ruhu.phone.harness.startFirst
import org.ruhu.phone.harness.tapLiving
import java.io.File

class VisitTest : TownAndPhone() {
    @Test
    fun `a visit is written by taps, and every one is saved before the next`() {
        val home = phone.startFirst(town)
        assertTrue(phone.sees("正在定位"))
        phone.standBefore(home)
        assertTrue(phone.sees("离家 20 米") && phone.sees("✓ 定位 ±8 米"))
        phone.tap("＋ 拍照")
        phone.takePhoto()
        assertTrue(phone.sees("第 1 张照片，点开看"))
        assertEquals(Verdict.COUNTS, phone.draftNow().verdict)
        assertTrue(phone.sees("✓ 这次有效，算今年第 1 次"))

        phone.tap("户主")
        phone.tap("老人")
        assertEquals(listOf(Met.HOUSEHOLDER, Met.ELDER), phone.draftNow().draft.statements.met)
        phone.tap("不在家")
        assertEquals(listOf(Met.NOBODY), phone.draftNow().draft.statements.met)
        phone.tap("户主")
        assertEquals(listOf(Met.HOUSEHOLDER), phone.draftNow().draft.statements.met)
        phone.tapLiving()
        phone.tap("看病：没问题")
        assertEquals(Look.PROBLEM, phone.draftNow().draft.statements.living.medical)
        assertEquals(Look.FINE, phone.draftNow().draft.statements.living.water)
        phone.tap("看病：有问题")
        assertEquals(null, phone.draftNow().draft.statements.living.medical)

        phone.tap("看到什么，说了什么")
        phone.type("屋顶漏雨，已报村里")
        assertEquals("屋顶漏雨，已报村里", phone.draftNow().draft.statements.note)
        phone.tap("变化和下一步，点一下打开")
        phone.tap("增加了")
        phone.tap("外出务工")
        phone.tap("跟进问题")
        val stated = phone.draftNow().draft.statements
        assertEquals("增加了", stated.changes.income)
        assertEquals("外出务工", stated.changes.work)
        assertEquals("跟进问题", stated.nextStep)
        phone.shot("visit", "written")

        phone.minutesPass(12)
        assertTrue(phone.sees("走访中 · 12 分钟 · 已自动保存"))
        phone.tap("完成走访")
        assertTrue(phone.sees("第 1 次"))
        phone.tap("回到今天")
        assertTrue(phone.sees("今天 · 该去谁家"))
        assertEquals(emptyList<String>(), phone.drafts())
        phone.sendAll()
        val arrived = town.visits().single()
        assertEquals(home.household.text, arrived.getString("household"))
        assertEquals("counts", arrived.getString("verdict"))
    }

    @Test
    fun `a photo is seen at once, large, stamped, and taken out again`() {
        val home = phone.startFirst(town)
        phone.standBefore(home)
        phone.tap("＋ 拍照")
        phone.takePhoto(photo("portrait_5.jpg"))
        phone.tap("＋ 拍照")
        phone.takePhoto(photo("DSCN0010.jpg"))
        val photos = phone.draftNow().draft.photos
        assertEquals(2, photos.size)
        val copy = phone.onCore { photoBytes(photos.first().entry.copy.sha256) }
        File(Where.target, "shots/phone/visit-stamp.jpg").apply { parentFile?.mkdirs() }.writeBytes(copy)
        phone.tap("第 1 张照片，点开看")
        phone.shot("visit", "photo")
        phone.tap("删掉这张")
        assertEquals(1, phone.draftNow().draft.photos.size)
        assertFalse(phone.sees("第 2 张照片，点开看"))
        phone.back()
        assertTrue(phone.sees("今天 · 该去谁家"))
    }

    @Test
    fun `the household's no is as large as the camera, and is saved with its reason`() {
        phone.startFirst(town)
        val camera = phone.find("＋ 拍照")
        val no = phone.find("农户不愿拍")
        assertEquals(camera.width to camera.height, no.width to no.height)
        phone.tap(no)
        phone.tap("家里不方便")
        assertEquals("家里不方便", phone.draftNow().draft.refusedReason)
        phone.tap("农户不愿拍")
        assertEquals(null, phone.draftNow().draft.refusedReason)
    }

    @Test
    fun `a camera that comes back without a picture is no mistake, and one that lost it is told`() {
        phone.startFirst(town)
        phone.tap("＋ 拍照")
        phone.takeNoPhoto()
        assertFalse(phone.sees("这张照片没有存下来，请再拍一张。"))
        phone.tap("＋ 拍照")
        phone.loseThePhoto()
        assertTrue(phone.sees("这张照片没有存下来，请再拍一张。"))
        phone.tap("＋ 拍照")
        phone.takePhoto(photo("corrupted.jpg"))
        phone.tap("知道了")
        assertEquals(0, phone.draftNow().draft.photos.size)
        phone.tap("＋ 拍照")
        phone.takePhoto()
        assertFalse(phone.sees("这张照片没有存下来，请再拍一张。"))
        assertEquals(1, phone.draftNow().draft.photos.size)
    }

    @Test
    fun `the householder signs with a finger, stroke by stroke`() {
        phone.startFirst(town)
        phone.tap("请农户签名（可以不签）")
        val pad = phone.find("签名框")
        phone.drawOn(pad, 0.2f to 0.3f, 0.5f to 0.6f, 0.8f to 0.3f)
        phone.drawOn(pad, 0.5f to 0.2f, 0.5f to 0.9f)
        assertEquals(2, phone.draftNow().draft.signature.size)
        val first = phone.draftNow().draft.signature.first().first()
        assertEquals(200f, first.x.toFloat(), 3f)
        assertEquals(300f, first.y.toFloat(), 3f)
        phone.shot("visit", "signature")
        phone.tap("退一笔")
        assertEquals(1, phone.draftNow().draft.signature.size)
        phone.tap("签好了")
        assertTrue(phone.sees("✓ 已签名，点开看"))
    }

    @Test
    fun `companions are chosen from the township's cadres, never oneself`() {
        phone.startFirst(town)
        phone.tap("同行的人，点一下打开")
        val other = town.cadres().first { it.id != town.cadre.id }
        assertFalse(Eye.reads(phone.views()).contains(town.cadre.name))
        phone.tap(other.name)
        assertEquals(listOf(other.id), phone.draftNow().draft.companions)
        phone.tap(other.name)
        assertEquals(emptyList<String>(), phone.draftNow().draft.companions)
    }

    @Test
    fun `a visit that did not happen is thrown away only after a question`() {
        phone.startFirst(town)
        phone.tap("没走成，删掉这次")
        phone.tap("不删，接着记")
        assertEquals(1, phone.drafts().size)
        phone.tap("没走成，删掉这次")
        phone.tap("删掉")
        assertEquals(0, phone.drafts().size)
        assertTrue(phone.sees("今天 · 该去谁家"))
    }

    @Test
    fun `turned in mid-visit the phone shows the same visit`() {
        val home = phone.startFirst(town)
        phone.standBefore(home)
        phone.tap("户主")
        phone.tap("看到什么，说了什么")
        phone.type("好")
        phone.turn("+land")
        assertTrue(phone.reads().toString(), phone.sees("${home.head}家") && phone.sees("好"))
        phone.tap("配偶")
        val stated = phone.draftNow().draft.statements
        assertEquals(listOf(Met.HOUSEHOLDER, Met.SPOUSE) to "好", stated.met to stated.note)
    }
}
