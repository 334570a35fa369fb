package org.ruhu.phone.road

import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import org.ruhu.phone.Session
import org.ruhu.phone.core.AppException

/**
 * Looks through the whole store once a week, while the phone charges and nothing is left to send: each start looks only as
 * closely as it has time for.
 */
class Upkeep(private val session: Session) {
    private var run: Job? = null

    fun look() {
        val now = session.platform.clocks.wall()
        // A clock that was set back must not put the look off for years.
        if (now - session.preferences.storeChecked in 0 until WEEK_MS) return
        if (run?.isActive == true || !session.platform.network.charging()) return
        run = session.scope.launch {
            try {
                session.core().checkStore()
                session.preferences.storeChecked = now
            } catch (_: AppException) {
                // Damage is told at the next start, which sets the store aside; whatever else it is, the look is made again.
            }
        }
    }

    private companion object {
        const val WEEK_MS = 7 * 24 * 3_600_000L
    }
}
