package org.ruhu.phone.screens

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.core.Met
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.openFile
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.sendAll

class CorrectTest : TownAndPhone() {
    @Test
    fun `what was stated is put right with a reason, the old record stays, and the visit still counts`() {
        val home = town.households().first()
        phone.quickVisit(home)
        phone.dieAndOpen()
        phone.openFile(town)
        assertTrue(phone.sees("见到：户主"))
        phone.tap("更正")
        assertTrue(phone.sees("原来的记录会留着"))
        phone.tap("保存更正")
        assertTrue("it stays, and says why", phone.sees("更正走访") && phone.sees("! "))
        phone.tap("老人")
        phone.tap("保存更正")
        assertTrue(phone.sees("! 请点一个原因，或写一句为什么改"))
        phone.tap("当时漏写了")
        phone.tap("保存更正")
        assertTrue(phone.reads().toString(), phone.sees("见到：户主、老人"))

        phone.sendAll()
        val visit = town.visits().single()
        assertTrue(visit.getBoolean("corrected"))
        assertEquals("counts", visit.getString("verdict"))
        val kinds = town.ask("records").getJSONObject("kinds")
        assertEquals(1 to 1, kinds.getInt("visit") to kinds.getInt("correction"))
        assertEquals(listOf(Met.HOUSEHOLDER, Met.ELDER), phone.onCore { household(home.household).visits.single().statements?.met })
    }
}
