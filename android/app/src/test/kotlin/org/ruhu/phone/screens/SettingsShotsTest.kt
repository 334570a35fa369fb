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
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.signal

/** Pictures of the settings from top to end, and of what they ask, on every phone. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class SettingsShotsTest {
    @Test
    fun `the settings in all their states`() = Town.open("--households", "6").use { town ->
        Phone(MORNING).use { phone ->
            phone.enrolled(town)
            val homes = town.households()
            phone.quickVisit(homes[0])
            town.ask("clock", "reach" to phone.clocks.trueTime())
            phone.sendAll()
            phone.signal(Signal.None)
            phone.quickVisit(homes[1])
            phone.open()
            phone.tap("设置")
            phone.shots("settings", "top")
            phone.shots("settings", "middle") { scrollTo(phone, R.string.settings_free) }
            phone.shots("settings", "end") { scrollTo(phone, R.string.settings_licences) }
            phone.shots("settings", "sign-out") { phone.tap(phone.views().last { it.isClickable && says(phone, it) }) }
            phone.shots("settings", "diagnostics") { phone.tap(R.string.settings_diagnose) }
        }
    }

    private fun says(phone: Phone, view: android.view.View) =
        (view as? android.widget.TextView)?.text?.toString() == phone.activity.getString(R.string.settings_sign_out)

    private fun scrollTo(phone: Phone, words: Int) {
        val view = phone.find(phone.activity.getString(words))
        view.requestRectangleOnScreen(android.graphics.Rect(0, 0, view.width, view.height + 40), true)
        phone.settle()
    }
}
