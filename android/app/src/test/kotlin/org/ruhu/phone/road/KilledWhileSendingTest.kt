package org.ruhu.phone.road

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.core.Battery
import org.ruhu.phone.core.GoOn
import org.ruhu.phone.core.Network
import org.ruhu.phone.core.Progress
import org.ruhu.phone.core.RoadNow
import org.ruhu.phone.core.Urgency
import org.ruhu.phone.core.Watcher
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

/** The process ends after every single step of sending; each time nothing but the disk is left. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class KilledWhileSendingTest {
    @Test
    fun `killed after every step of sending, nothing is lost and nothing arrives twice`() {
        Town.open("--households", "6").use { town ->
            Phone(MORNING).use { phone ->
                phone.enrolled(town, through = Through.Road)
                phone.signal(Signal.None)
                val made = town.households().take(3).map { phone.quickVisit(it).visit }
                town.ask("clock", "reach" to phone.clocks.trueTime())

                val atFirst = phone.onCore { outbox() }.waitingBytes
                var left = atFirst
                var lives = 0
                while (phone.onCore { outbox() }.waiting > 0u) {
                    assertTrue("still waiting after ${++lives} lives", lives < 100)
                    phone.onCore { syncNow(RoadNow(Network.UNMETERED, Battery.FINE, Urgency.ASKED), OneStep()) }
                    phone.die()
                    val now = phone.onCore { outbox() }.waitingBytes
                    assertTrue("life $lives: $now of $left bytes wait", now <= left)
                    left = now
                }
                assertTrue("killed only $lives times", lives >= made.size)
                assertEquals(0uL, left)

                val arrived = town.visits()
                assertEquals(made.map { it.text }.toSet(), arrived.map { it.getString("id") }.toSet())
                assertEquals(made.size, arrived.size)
                arrived.forEach { assertEquals(1, it.getJSONObject("photos").getInt("originals")) }
            }
        }
    }

    @Test
    fun `the connection goes while it is sending, the box says what has arrived, and the rest follows`() {
        Town.open("--households", "6").use { town ->
            Phone(MORNING).use { phone ->
                phone.enrolled(town, through = Through.Road)
                phone.signal(Signal.None)
                phone.quickVisit(town.households().first())
                town.ask("clock", "reach" to phone.clocks.trueTime())
                phone.onCore { syncNow(RoadNow(Network.UNMETERED, Battery.FINE, Urgency.ASKED), OneStep()) }
                town.ask("road", "state" to "gone")
                phone.signal(Signal.Wifi)
                phone.open()
                phone.tap("等着上传")
                phone.find("等信号 1 条")
                phone.find("已到镇里")
                phone.find("连不上镇里")
                assertEquals(1, town.visits().size)

                town.ask("road", "state" to "good")
                phone.tap("现在上传")
                phone.find("都送到了")
                assertEquals(1, town.visits().single().getJSONObject("photos").getInt("originals"))
            }
        }
    }

    /** Two steps and then no further: the first may only be the server's word on what an earlier life brought there. */
    private class OneStep : Watcher {
        private var arrived = 0uL
        private var steps = 0

        override fun progress(progress: Progress): GoOn {
            if (progress.bytesSent > arrived) steps++
            arrived = progress.bytesSent
            return if (steps >= 2) GoOn.STOP else GoOn.YES
        }
    }
}
