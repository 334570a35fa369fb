package org.ruhu.phone.platform

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import android.util.Log
import org.ruhu.phone.core.Moment
import java.time.LocalTime
import java.time.ZoneOffset

/** The system's job scheduler. Jobs survive a reboot; the system backs off by itself when one was stopped. */
class SystemJobs(private val context: Context) : Jobs {
    private val scheduler = context.getSystemService(JobScheduler::class.java)

    @Volatile
    override var refused: String? = null
        private set

    override fun send(at: SendWhen) {
        val job = JobInfo.Builder(SEND, ComponentName(context, SendJob::class.java))
            .setPersisted(true)
            .setBackoffCriteria(BACKOFF_MS, JobInfo.BACKOFF_POLICY_EXPONENTIAL)
        when (at) {
            SendWhen.Online -> job.setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
            SendWhen.OnWifi -> job.setRequiredNetworkType(JobInfo.NETWORK_TYPE_UNMETERED)
            // Not "battery not low": the system calls a battery low later than the core does, and would start in vain for ever.
            SendWhen.Charging -> job.setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY).setRequiresCharging(true)
            is SendWhen.After -> job.setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY).setMinimumLatency(at.millis)
        }
        schedule(job.build())
    }

    override fun stopSending() = scheduler.cancel(SEND)

    override fun remindEachMorning(now: Moment) {
        val wait = nextMorning(now) - now
        val job = JobInfo.Builder(REMIND, ComponentName(context, RemindJob::class.java))
            .setPersisted(true)
            .setMinimumLatency(wait)
            .setOverrideDeadline(wait + MORNING_MS)
        schedule(job.build())
    }

    override fun stopReminding() = scheduler.cancel(REMIND)

    /** A job that is refused is no reason to end: what waits is sent while the app is open, and the diagnostics say so. */
    private fun schedule(job: JobInfo) {
        refused = try {
            val answer = scheduler.schedule(job)
            if (answer == JobScheduler.RESULT_SUCCESS) null else "job ${job.id}: $answer"
        } catch (refusal: RuntimeException) {
            // Seen of makers' systems: SecurityException, IllegalArgumentException, IllegalStateException (too many jobs).
            "job ${job.id}: ${refusal.javaClass.simpleName}"
        }
        refused?.let { Log.w("ruhu", "the system takes no $it") }
    }

    /** The next eight o'clock of China's. */
    private fun nextMorning(now: Moment): Moment {
        val here = now.toInstant().atOffset(ZoneOffset.ofHours(8))
        val today = here.with(LocalTime.of(8, 0))
        return Moment.of((if (here.isBefore(today)) today else today.plusDays(1)).toInstant())
    }

    private companion object {
        const val SEND = 1
        const val REMIND = 2
        const val BACKOFF_MS = 60_000L

        /** By eleven it is no morning any more. */
        const val MORNING_MS = 3 * 3_600_000L
    }
}
