package org.ruhu.phone.road

import android.Manifest
import android.app.Application
import android.app.NotificationManager
import android.app.job.JobScheduler
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.ruhu.phone.Reminding
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.enrolled

/** Whether the app may remind is asked once, when the cadre has seen what the app is good for. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class AskToRemindTest {
    private lateinit var town: Town
    private lateinit var phone: Phone

    @Before
    fun enrol() {
        town = Town.open("--households", "6")
        phone = Phone(MORNING).enrolled(town)
        shadowOf(phone.app.getSystemService(NotificationManager::class.java)).setNotificationsEnabled(false)
    }

    @After
    fun close() {
        phone.close()
        town.close()
    }

    private fun asked(): List<String> =
        shadowOf(phone.activity).lastRequestedPermission?.requestedPermissions?.toList().orEmpty()

    private fun finishAVisit() {
        phone.tap(phone.reads().last { it.startsWith("开始走访") })
        phone.tap("农户不愿拍")
        phone.tap("本人不愿意")
        phone.tap("完成走访")
        if (phone.sees("就这样完成")) phone.tap("就这样完成")
        assertTrue(phone.reads().toString(), phone.sees("走访记好了"))
    }

    @Test
    fun `asked after the first finished visit, refused, and never asked again`() {
        phone.open()
        assertEquals("before anything was done", emptyList<String>(), asked() - POSITION)
        finishAVisit()
        assertEquals(listOf(Manifest.permission.POST_NOTIFICATIONS), asked())
        shadowOf(phone.app as Application).denyPermissions(Manifest.permission.POST_NOTIFICATIONS)
        phone.activity.onRequestPermissionsResult(1, asked().toTypedArray(), intArrayOf(-1))
        phone.settle()

        phone.dieAndOpen()
        phone.find("今天 · 该去谁家")
        finishAVisit()
        assertEquals("a second time", emptyList<String>(), asked() - POSITION)
    }

    @Test
    fun `each start asks the system for the next morning, unless reminders are switched off`() {
        val scheduler = phone.app.getSystemService(JobScheduler::class.java)
        phone.open()
        val morning = checkNotNull(scheduler.getPendingJob(IN_THE_MORNING)) { "no morning was asked for" }
        assertTrue("gone after a reboot", morning.isPersisted)
        val eight = (phone.clocks.wall() + morning.minLatencyMillis).toInstant()
            .atOffset(java.time.ZoneOffset.ofHours(8))
        assertEquals("at eight in China", 8 to 0, eight.hour to eight.minute)
        assertTrue("within a day", morning.minLatencyMillis <= 86_400_000L)

        phone.session.platform.jobs.stopReminding()
        phone.session.preferences.reminding = Reminding.Off
        phone.dieAndOpen()
        assertNull(scheduler.getPendingJob(IN_THE_MORNING))
        phone.session.preferences.reminding = Reminding.On
        phone.dieAndOpen()
        assertNotNull(scheduler.getPendingJob(IN_THE_MORNING))
    }

    private companion object {
        const val IN_THE_MORNING = 2
        val POSITION = setOf(Manifest.permission.ACCESS_FINE_LOCATION, Manifest.permission.ACCESS_COARSE_LOCATION)
    }
}
