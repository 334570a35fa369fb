package org.ruhu.phone.road

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Through
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.signal

/** A month without signal, then a road that cuts, repeats and reorders; the phone is killed on the way. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class MonthOfflineTest {
    @Test
    fun `after a month offline everything arrives once, over a bad road, through kills`() {
        Town.open("--households", "10").use { town ->
            Phone(MORNING).use { phone ->
                phone.enrolled(town, through = Through.Road)
                phone.signal(Signal.None)
                val made = town.households().map { home ->
                    phone.clocks.passDays(3)
                    phone.quickVisit(home).visit
                }
                town.ask("clock", "reach" to phone.clocks.trueTime())
                town.ask("road", "state" to "bad", "seed" to 7)
                phone.signal(Signal.Wifi)
                phone.open()

                // The cadre opens the app again and again in a bad month; each time it was killed before.
                var opened = 0
                while (phone.onCore { outbox() }.waiting > 0u) {
                    assertTrue("still waiting after ${++opened} openings", opened < 60)
                    phone.clocks.passMinutes(61)
                    town.ask("clock", "reach" to phone.clocks.trueTime())
                    phone.dieAndOpen()
                }
                val arrived = town.visits()
                assertEquals(made.map { it.text }.toSet(), arrived.map { it.getString("id") }.toSet())
                assertEquals(made.size, arrived.size)
                for (visit in arrived) {
                    assertEquals("counts", visit.getString("verdict"))
                    assertEquals(1, visit.getJSONObject("photos").getInt("originals"))
                    assertEquals(1, visit.getJSONObject("photos").getInt("copies"))
                }
                assertTrue(phone.onCore { outbox() }.stuck.isEmpty())
            }
        }
    }
}
