package org.ruhu.phone.screens

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.openFile
import org.ruhu.phone.harness.sendAll

class PlanTest : TownAndPhone() {
    @Test
    fun `the year's plan is written by taps, and its outcome later`() {
        phone.openFile(town)
        phone.tap("一户一策")
        phone.tap("保存")
        assertTrue(phone.sees("! 请至少加一条措施"))
        phone.tap("＋ 加一条措施")
        phone.tap("保存")
        assertTrue(phone.sees("! 有一条还没选类别"))
        phone.tap("产业")
        phone.tap("发展养殖")
        phone.tap("保存")
        assertTrue(phone.reads().toString(), phone.sees("产业：发展养殖"))

        phone.tap("一户一策")
        phone.tap("改")
        phone.tap("已经办成")
        phone.tap("保存")
        assertTrue(phone.reads().toString(), phone.sees("产业：发展养殖") && phone.sees("结果：已经办成"))
        phone.sendAll()
        assertEquals(2, town.ask("records").getJSONObject("kinds").getInt("plan"))
    }
}
