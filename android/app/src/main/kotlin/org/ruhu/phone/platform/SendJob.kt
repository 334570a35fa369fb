package org.ruhu.phone.platform

import android.app.job.JobParameters
import android.app.job.JobService
import org.ruhu.phone.RuhuApp
import org.ruhu.phone.Session
import org.ruhu.phone.road.SendingNow

/** The system starts this when there is a network and something waits, also after a reboot. */
class SendJob : JobService() {
    private val session: Session get() = (application as RuhuApp).session
    private var watcher: ((SendingNow) -> Unit)? = null

    override fun onStartJob(job: JobParameters): Boolean {
        session.preferences.lastJob = session.platform.clocks.wall()
        val sending = session.sending
        sending.sendForJob()
        val heard: (SendingNow) -> Unit = { now ->
            if (now is SendingNow.Idle) {
                forget()
                // What is left has asked for a job of its own, with its own conditions.
                jobFinished(job, false)
            }
        }
        watcher = heard
        sending.watch(heard)
        return watcher != null
    }

    /** The network went, or the system needs the phone for something else: the rest goes when it is back. */
    override fun onStopJob(job: JobParameters): Boolean {
        // A run that ended asks for the next job, and the system tells this one to stop: nobody else's run is to end by that.
        if (watcher == null) return false
        forget()
        session.sending.stop()
        return true
    }

    private fun forget() {
        watcher?.let(session.sending::unwatch)
        watcher = null
    }
}
