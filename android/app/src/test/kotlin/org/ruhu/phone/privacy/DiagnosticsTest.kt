package org.ruhu.phone.privacy

import android.app.Application
import android.content.Intent
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.quickVisit

/** What is shared with whoever looks after the phones tells of the phone, and of nobody. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class DiagnosticsTest {
    @Test
    fun `it tells what ails the phone, and no name, number, home, place or id`() = Town.open().use { town ->
        Phone(MORNING).use { phone ->
            phone.enrolled(town)
            val homes = town.households()
            phone.quickVisit(homes.first())
            phone.open()
            phone.tap("设置")
            phone.tap("看一看，发出去")
            phone.find("records not sent: 1")
            phone.tap("发出去")
            val system = shadowOf(RuntimeEnvironment.getApplication() as Application)
            val chooser = system.nextStartedActivity ?: shadowOf(phone.activity).nextStartedActivity
            assertEquals(Intent.ACTION_CHOOSER, chooser.action)
            @Suppress("DEPRECATION")
            val shared = chooser.getParcelableExtra<Intent>(Intent.EXTRA_INTENT)?.getStringExtra(Intent.EXTRA_TEXT).orEmpty()
            for (told in listOf("ruhu: ", "phone: ", "photos not sent: 2", "stuck: 0", "last heard of the township: 20")) {
                assertTrue("$told in\n$shared", shared.contains(told))
            }
            val me = checkNotNull(phone.onCore { me() })
            val files = homes.map { home -> phone.onCore { household(home.household) } }
            val personal = listOf(me.cadre.name, me.cadre.unit, me.cadre.id, me.address, me.device, me.server, town.name) +
                homes.flatMap { listOf(it.head, it.household, it.lat?.toString().orEmpty()) } +
                files.map { it.household.phone } + files.map { it.household.group }
            for (word in personal.map { it.toString() }.filter { it.isNotBlank() }) assertFalse(word, shared.contains(word))
            assertFalse("a telephone number", Regex("""\b1\d{10}\b""").containsMatchIn(shared))
            assertFalse("a decimal that could be a place", Regex("""\b(3\d|10\d)\.\d{3,}""").containsMatchIn(shared))
            assertTrue("no Chinese text was written by a person into it", shared.none { it in '\u4e00'..'\u9fff' })
        }
    }
}
