package org.ruhu.phone.screens

import org.junit.After
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.quickVisit

@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class HouseholdTest {
    private lateinit var town: Town
    private lateinit var phone: Phone

    @Before
    fun open() {
        town = Town.open()
        phone = Phone(MORNING).enrolled(town).open()
    }

    @After
    fun close() {
        phone.close()
        town.close()
    }

    @Test
    fun `a tap on a home opens its file`() {
        val home = town.households().first { phone.sees(it.head) }
        phone.tap(home.head)
        assertTrue(phone.sees(home.head + "家"))
        phone.tap("记帮扶")
        assertTrue(phone.sees("务工就业"))
    }

    @Test
    fun `when to go next is said alike after a visit and in the file`() {
        val home = town.households().first { phone.sees(it.head) }
        val ahead = checkNotNull(phone.quickVisit(home).row.ahead).zh
        assertTrue(ahead, ahead.contains("最晚") || ahead.contains("建议"))
        phone.tap(home.head)
        assertTrue(phone.sees(ahead) || phone.sees("再不去就漏了"))
    }
}
