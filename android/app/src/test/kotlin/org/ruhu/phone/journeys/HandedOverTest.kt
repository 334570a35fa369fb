package org.ruhu.phone.journeys

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.core.ByNeed
import org.ruhu.phone.core.DueFilter
import org.ruhu.phone.core.TodayAsk
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.goOn
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.standBefore
import org.ruhu.phone.harness.startFirst
import org.ruhu.phone.ui.dayOf

class HandedOverTest : TownAndPhone() {
    private val other get() = town.cadres().first { it.id != town.cadre.id }

    @Test
    fun `a home that another cadre takes over leaves the list, and its visits of before still count`() {
        val home = town.households().first()
        val mine = town.households().size
        phone.quickVisit(home)
        phone.sendAll()
        town.ask("clock", "reach" to phone.clocks.trueTime())
        val tomorrow = dayOf(phone.clocks.trueTime()).plusDays(1)
        town.ask("hand_over", "household" to home.household, "to" to other.id, "from" to tomorrow)
        phone.clocks.passMinutes(24 * 60)
        town.ask("clock", "reach" to phone.clocks.trueTime())
        phone.sendAll()
        phone.dieAndOpen()

        assertEquals(mine - 1, town.households().size)
        phone.tap("找一家")
        phone.tap("姓名、组")
        phone.type(home.head)
        assertTrue("it is not merely out of sight", phone.sees("没有找到"))
        assertEquals(mine - 1, phone.onCore { today(TodayAsk(ByNeed, DueFilter.ALL, 0u, 50u)) }.rows.size)
        assertEquals("counts", town.visits().single().getString("verdict"))
    }

    @Test
    fun `a visit begun before the hand-over can be finished, and the page says whose home it is now`() {
        val home = phone.startFirst(town)
        phone.back()
        val today = dayOf(phone.clocks.trueTime())
        town.ask("hand_over", "household" to home.household, "to" to other.id, "from" to today)
        phone.sendAll()
        phone.goOn()
        phone.standBefore(home)
        phone.tap("＋ 拍照")
        phone.takePhoto()
        phone.clocks.passMinutes(12)
        assertTrue(phone.reads().toString(), phone.sees("这家不是您结对的，会转镇里审核"))
        phone.tap("完成走访")
        assertTrue(phone.reads().toString(), phone.sees("记好了"))
        phone.sendAll()
        val visit = town.visits().single()
        assertEquals("needs_review", visit.getString("verdict"))
        assertTrue(visit.getJSONArray("codes").toString(), "not_assigned" in visit.getJSONArray("codes").toString())
    }
}
