package org.ruhu.phone.journeys

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.Look
import org.ruhu.phone.core.Met
import org.ruhu.phone.harness.FakeCamera
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.TownHousehold
import org.ruhu.phone.harness.draftNow
import org.ruhu.phone.harness.drafts
import org.ruhu.phone.harness.drawOnPad
import org.ruhu.phone.harness.goOn
import org.ruhu.phone.harness.photo
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.standBefore
import org.ruhu.phone.harness.startFirst

/** The phone dies after every step of a visit: nothing but the disk is left, and everything that was done is there. */
class VisitKilledTest : TownAndPhone() {
    private class Step(val name: String, val does: Phone.(TownHousehold) -> Unit, val kept: (Door) -> Boolean)

    private val steps = listOf(
        Step("a position came in", { standBefore(it) }) { it.draft.fixes.isNotEmpty() },
        Step(
            "a photo was taken",
            {
                tap("＋ 拍照")
                takePhoto()
            },
        ) { it.draft.photos.size == 1 },
        Step("somebody was met", { tap("户主") }) { it.draft.statements.met == listOf(Met.HOUSEHOLDER) },
        Step("one part was looked at", { tap("吃：没看") }) { it.draft.statements.living.food == Look.FINE },
        Step("another had a problem", {
            tap("住房：没看")
            tap("住房：没问题")
        }) { it.draft.statements.living.housing == Look.PROBLEM },
        Step("a line was typed", {
            tap("看到什么，说了什么")
            type("屋顶漏雨")
        }) { it.draft.statements.note == "屋顶漏雨" },
        Step("a change was chosen", {
            tap("变化和下一步，点一下打开")
            tap("减少了")
        }) { it.draft.statements.changes.income == "减少了" },
        Step("somebody came along", {
            tap("同行的人，点一下打开")
            tap(town.cadres().first { cadre -> cadre.id != town.cadre.id }.name)
        }) { it.draft.companions.size == 1 },
        Step("the householder signed", {
            tap("请农户签名（可以不签）")
            drawOnPad()
        }) { it.draft.signature.size == 1 },
    )

    @Test
    fun `the phone dies after every step of a visit, and everything that was done is there`() {
        val home = phone.startFirst(town)
        val visit = phone.drafts().single()
        val done = mutableListOf<Step>()
        for (step in steps) {
            step.does(phone, home)
            done += step
            phone.dieAndOpen()
            phone.goOn()
            assertEquals(visit, phone.drafts().single())
            for (earlier in done) assertTrue("\"${earlier.name}\" is lost after \"${step.name}\"", earlier.kept(phone.draftNow()))
        }
        assertTrue(phone.sees("屋顶漏雨") && phone.sees("第 1 张照片，点开看") && phone.sees("✓ 已签名，点开看"))
        phone.tap("完成走访")
        phone.dieAndOpen()
        assertEquals(emptyList<String>(), phone.drafts())
        phone.sendAll()
        val arrived = town.visits().single()
        assertEquals(visit.text, arrived.getString("id"))
        assertEquals("counts", arrived.getString("verdict"))
    }

    @Test
    fun `the camera has the app killed, and its picture is there all the same`() {
        phone.startFirst(town)
        phone.tap("＋ 拍照")
        val asked = phone.askedOfCamera()
        phone.leave()
        phone.die()
        FakeCamera.writes(phone.app, asked, photo())
        phone.open()
        phone.goOn()
        assertEquals(1, phone.draftNow().draft.photos.size)
        assertTrue(phone.sees("第 1 张照片，点开看"))
    }

    @Test
    fun `killed behind another app and opened again, the same page stands there`() {
        val home = phone.startFirst(town)
        phone.tap("户主")
        val saved = phone.leave()
        phone.die()
        phone.open(saved)
        assertTrue(phone.sees("${home.head}家") && phone.sees("完成走访"))
        phone.back()
        assertTrue(phone.sees("今天 · 该去谁家"))
    }

    @Test
    fun `killed on the page after a visit, it tells the same again, once`() {
        val home = phone.startFirst(town)
        phone.standBefore(home)
        phone.tap("＋ 拍照")
        phone.takePhoto()
        phone.tap("完成走访")
        assertTrue(phone.sees("第 1 次"))
        val saved = phone.leave()
        phone.die()
        phone.open(saved)
        assertTrue(phone.sees("第 1 次"))
        phone.back()
        phone.sendAll()
        assertEquals(1, town.visits().size)
    }
}
