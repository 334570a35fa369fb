package org.ruhu.phone.screens

import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.ruhu.phone.R
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.SheetPhoto
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Through
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.Variant
import org.ruhu.phone.harness.photo
import org.ruhu.phone.harness.signal

/** Pictures of the first run and of enrolment in each state, on every phone. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class EnrolShotsTest {
    @Test
    fun `the first run and enrolment in all their states`() = Town.open("--households", "6").use { town ->
        Phone(MORNING).use { phone ->
            phone.signal(Signal.Wifi)
            phone.open()
            phone.shots("enrol", "consent")
            phone.shots("enrol", "consent-end") { phone.tap(R.string.first_not_now) }
            phone.tap(R.string.first_agree)
            phone.shots("enrol", "choose")
            phone.shots("enrol", "no-code") {
                phone.tap(R.string.enrol_scan)
                phone.takePhoto(photo("DSCN0010.jpg"))
            }
            phone.tap(R.string.enrol_type)
            phone.tap(R.string.enrol_code_first)
            phone.type("7K2QX")
            phone.type("M9")
            phone.shots("enrol", "typing") { phone.tap(R.string.enrol_ask) }
            phone.back()
            town.ask("road", "state" to "gone")
            val far = SheetPhoto(town.code(through = Through.Road).qr).file()
            phone.shots("enrol", "no-signal") {
                phone.tap(R.string.enrol_scan)
                phone.takePhoto(far)
            }
            town.ask("road", "state" to "good")
        }
        for (variant in Variant.all) done(town, variant)
    }

    /** Each variant is a phone of its own: a code is good once. */
    private fun done(town: Town, variant: Variant) {
        variant.put()
        RuntimeEnvironment.getApplication().noBackupFilesDir.deleteRecursively()
        RuntimeEnvironment.getApplication().getSharedPreferences("habits", android.content.Context.MODE_PRIVATE).edit().clear().commit()
        Phone(MORNING).use { phone ->
            phone.signal(Signal.Wifi)
            phone.open()
            phone.tap(R.string.first_agree)
            phone.tap(R.string.enrol_type)
            phone.tap(R.string.enrol_address_hint)
            phone.type(town.address)
            phone.tap(R.string.enrol_code_first)
            val code = town.code().code.filter(Char::isLetterOrDigit)
            phone.type(code.take(5))
            phone.type(code.drop(5))
            phone.tap(R.string.enrol_ask)
            phone.shot("enrol", "words")
            phone.tap(R.string.enrol_same)
            phone.shot("enrol", "done")
        }
    }
}
