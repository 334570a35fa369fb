package org.ruhu.phone.journeys

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.standBefore
import org.ruhu.phone.harness.startFirst
import org.ruhu.phone.harness.tapLiving

class TwelveTapsTest : TownAndPhone() {
    /**
     * What a routine visit needs by the built-in policy: a photo, a position, nothing else; and what a cadre writes down each
     * time: who was met and the six of the living check. Every touch of the finger on this app is counted by the harness; the
     * camera's own are not, scrolling is none. Nothing is typed.
     */
    @Test
    fun `a routine visit takes at most twelve taps from today back to today`() {
        val before = phone.taps
        val home = phone.startFirst(town)
        phone.standBefore(home)
        phone.tap("＋ 拍照")
        phone.takePhoto()
        phone.tap("户主")
        phone.tapLiving()
        phone.minutesPass(15)
        phone.tap("完成走访")
        phone.tap("回到今天")
        val taps = phone.taps - before
        assertTrue("$taps taps", taps <= 12)
        assertTrue(phone.sees("今天 · 该去谁家"))
        phone.sendAll()
        assertEquals("counts", town.visits().single().getString("verdict"))
    }
}
