package org.ruhu.phone.screens

import android.content.pm.Signature
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
import org.ruhu.phone.harness.installedBy
import org.ruhu.phone.harness.publish
import org.ruhu.phone.harness.signal

/** Pictures of a newer version: the dot on the list, the card in the settings, and the red words, on every phone. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class UpdateShotsTest {
    @Test
    fun `a newer version in all its states`() = Town.open("--households", "2").use { town ->
        Phone(MORNING).use { phone ->
            phone.enrolled(town).signal(Signal.Wifi)
            phone.installedBy()
            town.publish()
            phone.open()
            phone.shots("today", "newer")
            phone.tap("设置，有新版")
            phone.shots("settings", "newer") { scrollTo(phone, R.string.update_known) }
            phone.tap("下载新版")
            phone.shots("settings", "newer-ready") { scrollTo(phone, R.string.update_ready) }
        }
    }

    @Test
    fun `a file by another signer`() = Town.open("--households", "2").use { town ->
        Phone(MORNING).use { phone ->
            phone.enrolled(town).signal(Signal.Wifi)
            phone.installedBy(Signature("00112233"))
            town.publish()
            phone.open()
            phone.tap("设置，有新版")
            phone.tap("下载新版")
            phone.shots("settings", "newer-not-ours") { scrollTo(phone, R.string.update_other_signer) }
        }
    }

    private fun scrollTo(phone: Phone, words: Int) {
        val view = phone.find(phone.activity.getString(words))
        view.requestRectangleOnScreen(android.graphics.Rect(0, 0, view.width, view.height + 400), true)
        phone.settle()
    }
}
