package org.ruhu.phone.journeys

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.core.Day
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.openFile
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.ui.dayOf

class LateEntryTest : TownAndPhone() {
    @Test
    fun `a visit of yesterday is written down today, says so, and goes to the township's review`() {
        phone.openFile(town)
        phone.tap("补录走访")
        phone.tap("往下写走访情况")
        assertTrue(phone.sees("! 请选几点到的"))
        phone.tap("昨天")
        phone.tap("10 点")
        assertTrue(phone.reads().toString(), phone.sees("10:00 – 10:30，补录要镇里审核"))
        phone.tap("往下写走访情况")

        assertTrue(phone.sees("补录 · 已自动保存"))
        assertFalse("a late entry asks for no position of today", phone.listensForPosition())
        phone.tap("户主")
        phone.tap("完成走访")
        assertTrue(phone.sees("记好了"))
        phone.sendAll()
        val visit = town.visits().single()
        assertEquals("needs_review", visit.getString("verdict"))
        assertTrue(visit.getBoolean("late"))
        assertEquals(dayOf(phone.clocks.trueTime()).plusDays(-1), Day.parse(visit.getString("day")))
        assertTrue(visit.getJSONArray("codes").toString(), "late_entry" in visit.getJSONArray("codes").toString())
    }

    @Test
    fun `an hour that is still to come is refused in words`() {
        phone.openFile(town)
        phone.tap("补录走访")
        phone.tap("今天")
        val later = listOf(8, 10, 14, 16, 19).firstOrNull { it * 60 + 30 > phone.minuteOfDay() }
        // At night nothing of the usual hours is to come any more; the steps of five minutes reach it.
        phone.tap("${later ?: 19} 点")
        if (later == null) repeat(60) { phone.tap("晚五分钟") }
        assertTrue(phone.sees("! 这个时间还没到，请改一下"))
        phone.tap("往下写走访情况")
        assertTrue(phone.sees("! 这个时间还没到，请改一下"))
    }

    private fun Phone.minuteOfDay(): Long = (clocks.wall().millis / 60_000 + 8 * 60) % (24 * 60)
}
