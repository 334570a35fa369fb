package org.ruhu.phone.platform

import android.app.job.JobParameters
import android.app.job.JobService
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import org.ruhu.phone.RuhuApp
import org.ruhu.phone.Session

/** The system starts this each morning; what a morning is for is the road's [org.ruhu.phone.road.Morning]. */
class RemindJob : JobService() {
    private val session: Session get() = (application as RuhuApp).session
    private var look: Job? = null

    override fun onStartJob(job: JobParameters): Boolean {
        look = session.scope.launch {
            session.morning.look()
            // Only now: asking for the next morning stops the job that asks.
            session.morning.ahead()
            jobFinished(job, false)
        }
        return true
    }

    /** Tomorrow is another morning. */
    override fun onStopJob(job: JobParameters): Boolean {
        val under = look?.takeIf { it.isActive } ?: return false
        under.cancel()
        session.morning.ahead()
        return false
    }
}
