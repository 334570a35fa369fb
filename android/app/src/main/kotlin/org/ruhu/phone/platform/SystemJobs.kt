package org.ruhu.phone.platform

import android.content.Context
import org.ruhu.phone.Habits
import org.ruhu.phone.core.Moment

/** The system's job scheduler. */
class SystemJobs(context: Context) : Jobs {
    private val habits = Habits(context)

    override fun sendWhenOnline() = Unit
    override fun remindEachMorning() = Unit
    override fun stopReminding() = Unit
    override fun lastRun(): Moment? = habits.lastJob.takeIf { it > 0 }
}
