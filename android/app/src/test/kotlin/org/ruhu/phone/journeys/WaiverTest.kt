package org.ruhu.phone.journeys

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.goOn
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.startFirst
import org.ruhu.phone.ui.dayOf

class WaiverTest : TownAndPhone() {
    @Test
    fun `a call counts when the township allowed it for these days, and is told so when not`() {
        val home = phone.startFirst(town)
        phone.tap("电话")
        assertTrue(phone.sees("电话、视频走访要先有镇里批准"))
        assertFalse(phone.sees("正在定位"))
        phone.back()

        val today = dayOf(phone.clocks.trueTime())
        town.ask(
            "waive",
            "household" to home.household, "kind" to "remote", "from" to today, "to" to today.plusDays(7), "why" to "大雪封山",
        )
        phone.sendAll()
        phone.goOn()
        assertTrue(phone.sees("电话走访 · 0 分钟 · 已自动保存"))
        assertFalse(phone.sees("电话、视频走访要先有镇里批准"))
        phone.tap("视频")
        phone.tap("户主")
        phone.tap("完成走访")
        assertTrue(phone.sees("第 1 次"))
        phone.sendAll()
        val arrived = town.visits().single()
        assertEquals("video", arrived.getString("mode"))
        assertEquals("counts", arrived.getString("verdict"))
    }
}
