package org.ruhu.phone.screens

import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Test
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.signal

/** The township shuts the phone out: the app says so and what to do, keeps everything, and goes on once it is let in again. */
class ShutOutTest : TownAndPhone() {
    @Test
    fun `a phone that was shut out says what to do and goes on when it is let in again`() {
        town.ask("phone", "cadre" to town.cadre.id)
        phone.quickVisit(town.households().first())
        town.ask("clock", "reach" to phone.clocks.trueTime())
        phone.signal(Signal.Wifi)
        phone.dieAndOpen()
        phone.find("镇里停用了这台手机，现在不能上传")
        phone.shots("today", "shut-out")
        phone.tap("镇里停用了这台手机")
        phone.find("不用重新登记")
        assertFalse("another code is no cure", phone.views().any { it.isShown && (it as? TextView)?.text?.toString() == "重新登记" })
        phone.shots("outbox", "shut-out")
        assertEquals(0, town.visits().size)

        town.ask("phone", "cadre" to town.cadre.id, "renew" to true)
        phone.tap("现在上传")
        phone.find("都送到了")
        assertEquals(1, town.visits().size)
        phone.back()
        assertFalse(phone.sees("镇里停用了这台手机"))
    }
}
