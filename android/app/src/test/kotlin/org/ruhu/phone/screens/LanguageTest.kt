package org.ruhu.phone.screens

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.core.Language
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.onCore

/** The language is switched where one stands, and stays switched. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class LanguageTest {
    @Test
    fun `switched there and back the page stays, and a kill changes nothing`() = Town.open("--households", "3").use { town ->
        Phone(MORNING).use { phone ->
            phone.enrolled(town).open()
            phone.tap("设置")
            phone.tap("English")
            phone.find("Settings")
            phone.find("Language")
            assertFalse(phone.sees("字的大小"))
            assertEquals(Language.EN, phone.onCore { settings().language })
            phone.back()
            phone.find("Today · whom to visit")
            phone.dieAndOpen()
            phone.find("Today · whom to visit")
            phone.tap("Settings")
            phone.tap("As the phone")
            phone.find("字的大小")
            assertEquals(Language.ZH, phone.onCore { settings().language })
        }
    }
}
