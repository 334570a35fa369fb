package org.ruhu.phone.road

import android.app.job.JobParameters
import android.app.job.JobService
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import org.ruhu.phone.R
import org.ruhu.phone.Reminding
import org.ruhu.phone.RuhuApp
import org.ruhu.phone.World
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.ByNeed
import org.ruhu.phone.core.DueFilter
import org.ruhu.phone.core.State
import org.ruhu.phone.core.TodayAsk
import org.ruhu.phone.ui.dayOf

/**
 * A look each morning. One notification a day at most, only when a home is due, and without a name: a lock screen is read
 * by everybody.
 */
class RemindJob : JobService() {
    private val world: World get() = (application as RuhuApp).world
    private var look: Job? = null

    override fun onStartJob(job: JobParameters): Boolean {
        world.platform.jobs.remindEachMorning(world.platform.clocks.wall())
        look = world.scope.launch {
            remind()
            jobFinished(job, false)
        }
        return true
    }

    override fun onStopJob(job: JobParameters): Boolean {
        look?.cancel()
        // Tomorrow is another morning.
        return false
    }

    private suspend fun remind() {
        val habits = world.habits
        val today = dayOf(world.platform.clocks.wall())
        if (habits.reminding == Reminding.Off || habits.lastReminded == today) return
        val due = try {
            world.core().today(TodayAsk(ByNeed, DueFilter.TO_VISIT, 0u, MOST)).rows.count { it.state == State.DUE }
        } catch (_: AppException) {
            // Not enrolled, or the store wants a person: the app says so when it is opened; a notification would not help.
            return
        }
        if (due == 0) return
        habits.lastReminded = today
        val texts = resources
        world.platform.reminders.remind(
            texts.getQuantityString(R.plurals.remind_title, due, due),
            texts.getString(R.string.remind_text),
        )
    }

    private companion object {
        /** More than a cadre has; whoever has more reads "200". */
        const val MOST: UInt = 200u
    }
}
