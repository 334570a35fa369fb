package org.ruhu.phone.screens

import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.R
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Through
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.signal

/** Pictures of the outbox in each state, on every phone. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class OutboxShotsTest {
    @Test
    fun `the outbox in all its states`() = Town.open("--households", "6").use { town ->
        Phone(MORNING).use { phone ->
            phone.enrolled(town, through = Through.Road)
            val homes = town.households()
            phone.signal(Signal.None)
            phone.quickVisit(homes[0])
            phone.quickVisit(homes[1])
            town.ask("clock", "reach" to phone.clocks.trueTime())
            phone.open()
            phone.tap("等信号上传")
            phone.shots("outbox", "waiting") { phone.tap(R.string.outbox_send) }

            phone.signal(Signal.Mobile)
            phone.shots("outbox", "held") { phone.tap(R.string.outbox_send) }

            town.ask("spoil", "what" to "photo")
            phone.signal(Signal.Wifi)
            phone.shots("outbox", "stuck")
            phone.shots("outbox", "reason") { phone.tap(R.string.outbox_give_up) }

            town.ask("spoil", "what" to "nothing")
            phone.tap("再试一次")
            phone.tap("再试一次")
            phone.shots("outbox", "sent")
        }
    }
}
