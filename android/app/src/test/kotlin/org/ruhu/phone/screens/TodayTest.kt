package org.ruhu.phone.screens

import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.Variant
import org.ruhu.phone.harness.enrolled

@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class TodayTest {
    private lateinit var town: Town
    private lateinit var phone: Phone

    @Before
    fun open() {
        town = Town.open()
        phone = Phone(System.currentTimeMillis()).enrolled(town).open()
    }

    @After
    fun close() {
        phone.close()
        town.close()
    }

    @Test
    fun `the due list shows the cadre's households`() {
        assertTrue(phone.sees("今天 · 该去谁家"))
        assertEquals(town.cadre.households, town.households().size)
        assertTrue(phone.sees(town.households().first().head) || phone.reads().any { it.contains("户") })
    }
}
