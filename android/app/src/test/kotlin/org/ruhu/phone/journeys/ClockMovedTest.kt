package org.ruhu.phone.journeys

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.standBefore
import org.ruhu.phone.harness.startFirst

class ClockMovedTest : TownAndPhone() {
    @Test
    fun `a clock that is set in mid-visit is seen, told, and left to the township`() {
        val home = phone.startFirst(town)
        phone.standBefore(home)
        phone.tap("＋ 拍照")
        phone.takePhoto()
        assertTrue(phone.sees("✓ 这次有效，算今年第 1 次"))
        phone.clocks.setWallByMinutes(30)
        phone.minutesPass(1)
        assertTrue(phone.sees("手机时间变了"))
        phone.tap("完成走访")
        assertTrue(phone.sees("记好了"))
        phone.sendAll()
        val arrived = town.visits().single()
        assertEquals("needs_review", arrived.getString("verdict"))
        assertEquals("[\"clock_moved\"]", arrived.getJSONArray("codes").toString())
    }

    @Test
    fun `a clock that is set back in mid-visit never makes a visit that ends before it begins`() {
        val home = phone.startFirst(town)
        phone.standBefore(home)
        phone.tap("＋ 拍照")
        phone.takePhoto()
        phone.clocks.setWallByMinutes(-60)
        phone.minutesPass(5)
        phone.tap("完成走访")
        phone.sendAll()
        assertEquals("[\"clock_moved\"]", town.visits().single().getJSONArray("codes").toString())
    }
}
