package org.ruhu.phone.road

import android.app.NotificationManager
import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.util.ReflectionHelpers
import org.ruhu.phone.Reminding
import org.ruhu.phone.core.Moment
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Through
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.battery
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.signal
import org.ruhu.phone.platform.RemindJob
import org.ruhu.phone.platform.SendJob

/** What the system does by itself: sends when there is a network, reminds in the morning. Robolectric's scheduler keeps the jobs; the test is the system that runs them. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class JobsTest {
    private lateinit var town: Town
    private lateinit var phone: Phone
    private val scheduler get() = phone.app.getSystemService(JobScheduler::class.java)
    private val notifications get() = shadowOf(phone.app.getSystemService(NotificationManager::class.java))

    @Before
    fun enrol() {
        town = Town.open("--households", "6")
        phone = Phone(MORNING).enrolled(town, through = Through.Road)
    }

    @After
    fun close() {
        phone.close()
        town.close()
    }

    private fun job(id: Int): JobInfo? = scheduler.getPendingJob(id)

    private inline fun <reified S : JobService> run(): S {
        val service = Robolectric.buildService(S::class.java).create().get()
        service.onStartJob(ReflectionHelpers.newInstance(JobParameters::class.java))
        phone.settle()
        return service
    }

    @Test
    fun `what could not go is left to a job that survives a reboot and sends it`() {
        phone.signal(Signal.None)
        phone.quickVisit(town.households().first())
        town.ask("clock", "reach" to phone.clocks.trueTime())
        phone.open()
        val left = checkNotNull(job(1)) { "no job was left" }
        assertTrue(left.isPersisted)
        assertNotNull(left.requiredNetwork)

        phone.die()
        phone.signal(Signal.Wifi)
        val service = run<SendJob>()
        assertTrue(shadowOf(service).isJobFinished)
        assertEquals(1, town.visits().size)
        assertEquals(0u, phone.onCore { outbox() }.waiting)
        assertNotNull(phone.session.preferences.lastJob)
    }

    @Test
    fun `originals that wait for Wi-Fi are left to a job that waits for it`() {
        phone.signal(Signal.Mobile)
        phone.quickVisit(town.households().first())
        town.ask("clock", "reach" to phone.clocks.trueTime())
        phone.open()
        val left = checkNotNull(job(1)) { "no job was left" }
        @Suppress("DEPRECATION")
        assertEquals(JobInfo.NETWORK_TYPE_UNMETERED, left.networkType)
    }

    @Test
    fun `a job that the system stops loses nothing`() {
        phone.signal(Signal.None)
        phone.quickVisit(town.households().first())
        town.ask("clock", "reach" to phone.clocks.trueTime())
        phone.signal(Signal.Wifi)
        val service = Robolectric.buildService(SendJob::class.java).create().get()
        val parameters = ReflectionHelpers.newInstance(JobParameters::class.java)
        service.onStartJob(parameters)
        assertTrue("the rest is to go later", service.onStopJob(parameters))
        phone.settle()
        run<SendJob>()
        assertEquals(1, town.visits().size)
        assertEquals(0u, phone.onCore { outbox() }.waiting)
    }

    @Test
    fun `from the start of a run to its end there is a job, so that a killed process is followed by one`() {
        val seen = mutableListOf<Pair<SendingNow, JobInfo?>>()
        phone.signal(Signal.Wifi)
        phone.quickVisit(town.households().first())
        town.ask("clock", "reach" to phone.clocks.trueTime())
        phone.session.sending.watch { seen += it to job(1) }
        phone.open()
        val running = seen.filter { it.first is SendingNow.Running }
        assertTrue(running.isNotEmpty())
        running.forEach { (_, left) -> assertTrue(checkNotNull(left) { "killed now, nobody would come back" }.isPersisted) }
        assertEquals(1, town.visits().size)
        assertNull("nothing waits, yet the system is asked to wake the phone", job(1))
    }

    @Test
    fun `with a low battery originals wait for the charger, and for nothing else`() {
        phone.battery(percent = 17)
        phone.signal(Signal.None)
        phone.quickVisit(town.households().first())
        town.ask("clock", "reach" to phone.clocks.trueTime())
        phone.open()
        phone.signal(Signal.Wifi)
        assertTrue("the core holds originals already", checkNotNull(job(1)).isRequireCharging)
        phone.tap("等着上传")
        phone.find("等充电 1 条")
        phone.find("电量低")
        assertEquals(0, town.visits().single().getJSONObject("photos").getInt("originals"))
        phone.tap("现在上传")
        phone.find("都送到了")
        assertEquals(1, town.visits().single().getJSONObject("photos").getInt("originals"))
    }

    @Test
    fun `a signal that only grows stronger sends nothing`() {
        phone.signal(Signal.Wifi)
        phone.open()
        var runs = 0
        phone.session.sending.watch { if (it is SendingNow.Running) runs++ }
        repeat(5) { phone.signal(Signal.Wifi) }
        assertEquals(0, runs)
        phone.signal(Signal.None)
        assertTrue(runs > 0)
    }

    @Test
    fun `one reminder a day, only when a home is due, and without a name`() {
        val due = town.households().first()
        // The last day of a two-month window: whoever was not visited is due now.
        val lastDay = java.time.OffsetDateTime.of(2026, 12, 24, 8, 0, 0, 0, java.time.ZoneOffset.ofHours(8))
        phone.clocks.reach(Moment.of(lastDay.toInstant()))
        run<RemindJob>()
        val shown = notifications.allNotifications
        assertEquals(1, shown.size)
        val title = shown.single().extras.getString("android.title").orEmpty()
        assertTrue(title, title.contains("户该去了"))
        assertFalse(shown.single().extras.toString().contains(due.head))

        phone.app.getSystemService(NotificationManager::class.java).cancelAll()
        run<RemindJob>()
        assertEquals("a second one on the same day", 0, notifications.allNotifications.size)

        phone.clocks.passDays(1)
        phone.session.preferences.reminding = Reminding.Off
        run<RemindJob>()
        assertEquals("although switched off", 0, notifications.allNotifications.size)
        assertNotNull("the next morning is asked for", job(2))
        phone.session.platform.jobs.stopReminding()
        assertNull(job(2))
    }
}
