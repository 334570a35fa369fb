package org.ruhu.phone.platform

import android.provider.Settings
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNull
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.R
import org.ruhu.phone.harness.TestApp

@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class)
class RomPagesTest {
    @Test
    fun `each maker has its own page and its own words, and every phone has the last page`() {
        for (maker in listOf("huawei", "honor", "xiaomi", "oppo", "vivo")) {
            val pages = RomPages.pages(maker, "org.ruhu.phone")
            assertNotEquals("$maker has no page of its own", 1, pages.size)
            assertNotEquals(R.string.background_other, RomPages.words(maker))
            assertEquals(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, pages.last().action)
        }
    }

    @Test
    fun `a maker nobody knows gets the system's page and plain words`() {
        val page = RomPages.pages("acme", "org.ruhu.phone").single()
        assertEquals("package:org.ruhu.phone", page.data.toString())
        assertNull(page.component)
        assertEquals(R.string.background_other, RomPages.words("acme"))
    }
}
