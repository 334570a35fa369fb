package org.ruhu.phone.screens

import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.Place
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.signal

/** After a visit: what is sent and what waits is said by the words and by the strip alike. */
class AfterTest : TownAndPhone() {
    private fun stripWaits() = phone.reads().any { "待审核或待上传" in it }

    @Test
    fun `the strip and the words say the same, before and after the visit was sent`() {
        phone.signal(Signal.None)
        val finished = phone.quickVisit(town.households().first())
        phone.activity.go(Place.After(finished.visit))
        phone.settle()
        phone.find("已存在手机里，有信号自己传")
        assertFalse(phone.sees("已送到镇里"))
        assertTrue(phone.reads().toString(), stripWaits())
        town.ask("clock", "reach" to phone.clocks.trueTime())
        phone.signal(Signal.Wifi)
        phone.find("已送到镇里")
        assertFalse(phone.reads().toString(), stripWaits())
        phone.shots("after", "sent")
    }
}
