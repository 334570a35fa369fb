package org.ruhu.phone.road

import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import org.ruhu.phone.Session
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.Battery
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.GoOn
import org.ruhu.phone.core.Progress
import org.ruhu.phone.core.RoadNow
import org.ruhu.phone.core.SyncDone
import org.ruhu.phone.core.SyncLater
import org.ruhu.phone.core.SyncNoNetwork
import org.ruhu.phone.core.SyncOriginalsHeld
import org.ruhu.phone.core.SyncReport
import org.ruhu.phone.core.SyncStopped
import org.ruhu.phone.core.TryLater
import org.ruhu.phone.core.Urgency
import org.ruhu.phone.core.Watcher
import org.ruhu.phone.platform.SendWhen
import org.ruhu.phone.platform.Watching

/**
 * The one run of sending, whoever asked for it: the start of the app, a finished visit, the cadre's thumb, the network
 * coming back, the system's job. It outlives screens; they watch it. What could not go is left to a job.
 */
class Sending(private val session: Session) {
    private var run: Job? = null
    private var again: Urgency? = null

    /** Read on the sending thread. */
    @Volatile
    private var going = GoOn.YES
    private val watchers = mutableListOf<(SendingNow) -> Unit>()

    /** How it stands. */
    var now: SendingNow = SendingNow.Idle(null)
        private set

    private var watching: Watching? = null

    /** At each start of the app; from the first one on also whenever the network comes back. */
    fun atStart() {
        send(Urgency.BY_ITSELF)
        watching = watching ?: session.platform.network.watch { send(Urgency.BY_ITSELF) }
    }

    /** The session ends. */
    fun end() {
        watching?.stop()
        watching = null
    }

    /** Sends. What is written while a run is under way goes in a run after it. */
    fun send(urgency: Urgency) {
        // Should the process be killed on the way, as these phones like to do, the system comes back to what is left.
        if (run?.isActive != true) session.platform.jobs.send(SendWhen.After(SHOULD_IT_DIE_MS))
        begin(urgency)
    }

    /** As [send] by itself, for the system's job: no further job is asked for, since the system repeats one that was stopped. */
    fun sendForJob() = begin(Urgency.BY_ITSELF)

    private fun begin(urgency: Urgency) {
        if (run?.isActive == true) {
            if (again != Urgency.ASKED) again = urgency
            return
        }
        going = GoOn.YES
        tell(SendingNow.Running(null))
        run = session.scope.launch {
            var next: Urgency? = urgency
            while (next != null) {
                again = null
                val ended = once(next)
                // The last of a row of runs is the one that screens hear of.
                next = again.takeIf { going == GoOn.YES }
                if (next == null) finish(ended)
            }
        }
    }

    /** The system wants its job to end: the call under way is the last. Everything that is not sent is kept. */
    fun stop() {
        going = GoOn.STOP
    }

    fun watch(watcher: (SendingNow) -> Unit) {
        watchers += watcher
        watcher(now)
    }

    fun unwatch(watcher: (SendingNow) -> Unit) {
        watchers -= watcher
    }

    private suspend fun once(urgency: Urgency): SendingEnd = try {
        val road = RoadNow(session.platform.network.network(), session.platform.network.battery(), urgency)
        SendingEnd.Reported(session.core().syncNow(road, ProgressWatcher()), road)
    } catch (trouble: AppException) {
        SendingEnd.Failed(trouble)
    }

    private fun finish(ended: SendingEnd) {
        val next = whenAgain(ended)
        if (next == null) session.platform.jobs.stopSending() else session.platform.jobs.send(next)
        tell(SendingNow.Idle(ended))
        // The road is there and the township answers: a good moment for what can wait.
        if (ended is SendingEnd.Reported && ended.report.end.let { it is SyncDone || it is SyncOriginalsHeld }) {
            session.newer.look()
            session.upkeep.look()
        }
    }

    /** When the system is to send the rest by itself; not at all when nothing is left or a person has to act first. */
    private fun whenAgain(ended: SendingEnd): SendWhen? = when (ended) {
        is SendingEnd.Failed -> when {
            ended.trouble is TryLater -> SendWhen.Online
            // Another network, a clock put right or a renewed certificate mends it, with or without the cadre.
            ended.trouble is FixThis && "certificate" in ended.trouble.code -> SendWhen.After(CERTIFICATE_MS)
            else -> null
        }
        is SendingEnd.Reported -> when (val end = ended.report.end) {
            is SyncDone -> null
            is SyncNoNetwork, is SyncStopped -> SendWhen.Online
            is SyncOriginalsHeld -> if (ended.heldByBattery) SendWhen.Charging else SendWhen.OnWifi
            is SyncLater -> SendWhen.After((end.at - session.platform.clocks.wall()).coerceAtLeast(0))
        }
    }

    private fun tell(next: SendingNow) {
        now = next
        watchers.toList().forEach { it(next) }
    }

    /** Called on the sending thread. */
    private inner class ProgressWatcher : Watcher {
        override fun progress(progress: Progress): GoOn {
            session.scope.launch { if (now is SendingNow.Running) tell(SendingNow.Running(progress)) }
            return going
        }
    }
}

/** So long after a certificate that was not believed the system tries again by itself. */
private const val CERTIFICATE_MS = 60 * 60_000L

/** So long after the start of a run the system looks after what a killed process left. */
private const val SHOULD_IT_DIE_MS = 15 * 60_000L

/** The sending as a screen sees it. */
sealed interface SendingNow {
    data class Idle(val ended: SendingEnd?) : SendingNow
    data class Running(val progress: Progress?) : SendingNow
}

/** How the last run ended. */
sealed interface SendingEnd {
    data class Reported(val report: SyncReport, val road: RoadNow) : SendingEnd {
        /** Originals wait for the battery; once it is charged they may still have to wait for Wi-Fi. */
        val heldByBattery: Boolean
            get() = report.end is SyncOriginalsHeld && road.battery == Battery.LOW && road.urgency == Urgency.BY_ITSELF
    }
    data class Failed(val trouble: AppException) : SendingEnd
}
