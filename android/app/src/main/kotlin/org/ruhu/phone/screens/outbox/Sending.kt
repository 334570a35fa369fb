package org.ruhu.phone.screens.outbox

import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import org.ruhu.phone.World
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.GoOn
import org.ruhu.phone.core.Progress
import org.ruhu.phone.core.RoadNow
import org.ruhu.phone.core.SyncReport
import org.ruhu.phone.core.Urgency
import org.ruhu.phone.core.Watcher

/** The one run of sending, whoever asked for it. It outlives screens; they watch it. */
class Sending(private val world: World) {
    private var run: Job? = null
    private val watchers = mutableListOf<(SendingNow) -> Unit>()

    /** How it stands. */
    var now: SendingNow = SendingNow.Idle(null)
        private set

    /** At each start of the app. */
    fun atStart() = send(Urgency.BY_ITSELF)

    /** Sends; while it runs, a second call changes nothing. */
    fun send(urgency: Urgency) {
        if (run?.isActive == true) return
        run = world.scope.launch {
            tell(SendingNow.Running(null))
            val ended = try {
                val road = RoadNow(world.platform.network.network(), world.platform.network.battery(), urgency)
                SendingNow.Idle(SendingEnd.Reported(world.core().syncNow(road, Told())))
            } catch (trouble: AppException) {
                SendingNow.Idle(SendingEnd.Failed(trouble))
            }
            tell(ended)
        }
    }

    fun watch(watcher: (SendingNow) -> Unit) {
        watchers += watcher
        watcher(now)
    }

    fun unwatch(watcher: (SendingNow) -> Unit) {
        watchers -= watcher
    }

    private fun tell(next: SendingNow) {
        now = next
        watchers.toList().forEach { it(next) }
    }

    /** Called on the sending thread. */
    private inner class Told : Watcher {
        override fun progress(progress: Progress): GoOn {
            world.scope.launch { if (run?.isActive == true) tell(SendingNow.Running(progress)) }
            return GoOn.YES
        }
    }
}

/** The sending as a screen sees it. */
sealed interface SendingNow {
    data class Idle(val ended: SendingEnd?) : SendingNow
    data class Running(val progress: Progress?) : SendingNow
}

/** How the last run ended. */
sealed interface SendingEnd {
    data class Reported(val report: SyncReport) : SendingEnd
    data class Failed(val trouble: AppException) : SendingEnd
}
