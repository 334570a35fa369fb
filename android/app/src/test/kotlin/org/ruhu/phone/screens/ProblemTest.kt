package org.ruhu.phone.screens

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.openFile
import org.ruhu.phone.harness.sendAll

class ProblemTest : TownAndPhone() {
    @Test
    fun `a problem is reported, moved on, and left to the township to close`() {
        phone.openFile(town)
        phone.tap("报问题")
        phone.tap("记下来")
        assertTrue(phone.sees("! 请先选一类"))
        phone.tap("农户自己提的")
        phone.tap("住房")
        phone.tap("房子漏雨")
        phone.tap("三个月后")
        phone.tap("记下来")
        assertTrue(phone.sees("待解决") && phone.sees("房子漏雨"))

        phone.tap("有进展")
        assertTrue(phone.sees("销号由镇里验收后办"))
        phone.tap("记下来")
        assertTrue(phone.sees("! 请选现在到哪一步"))
        phone.tap("整改中")
        phone.tap("已经报给镇里")
        phone.tap("记下来")
        assertTrue(phone.sees("整改中") && phone.sees("已经报给镇里"))

        phone.tap("有进展")
        assertTrue("what was said before is told", phone.sees("房子漏雨") && phone.sees("待解决"))
        phone.tap("已整改，待验收")
        phone.tap("农户说满意")
        phone.tap("记下来")
        assertTrue(phone.reads().toString(), phone.sees("已整改，待验收"))
        assertFalse(phone.sees("已销号"))
        phone.sendAll()
        assertEquals(3, town.ask("records").getJSONObject("kinds").getInt("problem"))
    }

    @Test
    fun `half written it waits for the cadre's return, and is not yet a problem`() {
        val home = phone.openFile(town)
        phone.tap("报问题")
        phone.tap("饮水")
        phone.tap("水不干净")
        phone.turn("+land")
        assertTrue(phone.sees("上次没写完的还在"))
        phone.back()
        assertTrue(phone.sees("${home.head}家") && phone.sees("这台手机上没有报过问题。"))
        phone.tap("报问题")
        assertTrue(phone.sees("上次没写完的还在") && phone.sees("水不干净"))
        phone.tap("清空重写")
        assertFalse(phone.sees("上次没写完的还在"))
    }
}
