package org.ruhu.phone.road

import android.Manifest
import android.content.Context
import android.os.Build
import org.ruhu.phone.R
import org.ruhu.phone.Reminding
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.ByNeed
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.DueFilter
import org.ruhu.phone.core.DueRow
import org.ruhu.phone.core.NextVisit
import org.ruhu.phone.core.State
import org.ruhu.phone.core.TodayAsk
import org.ruhu.phone.platform.Access
import org.ruhu.phone.ui.dayOf
import org.ruhu.phone.ui.daysFrom
import org.ruhu.phone.ui.inLanguage

/**
 * A look each morning. One notification a day at most, only when a home is due, and without a name: a lock screen is read
 * by everybody.
 */
class Morning(private val session: Session) {
    /** Asks the system for the next morning; at each start of the app, and at the end of each morning. */
    fun ahead() {
        if (session.preferences.reminding == Reminding.On) session.platform.jobs.remindEachMorning(session.platform.clocks.wall())
    }

    /** Reminds if a home is due and nobody was reminded today. */
    suspend fun look() {
        val preferences = session.preferences
        val today = dayOf(session.platform.clocks.wall())
        if (preferences.reminding == Reminding.Off || preferences.lastReminded == today) return
        val due = try {
            session.core().today(TodayAsk(ByNeed, DueFilter.TO_VISIT, 0u, MOST)).rows.count { it.isDue(today) }
        } catch (_: AppException) {
            // Not enrolled, or the store wants a person: the app says so when it is opened; a notification would not help.
            return
        }
        if (due == 0) return
        preferences.lastReminded = today
        val texts = spoken().resources
        session.platform.reminders.remind(
            texts.getQuantityString(R.plurals.remind_title, due, due),
            texts.getString(R.string.remind_text),
        )
    }

    /** After the first finished visit the app has earned the question whether it may remind; it is asked once. */
    fun askOnce(stage: Stage) {
        val preferences = session.preferences
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU || preferences.askedToRemind != null) return
        if (preferences.reminding == Reminding.Off || session.platform.reminders.access() == Access.Granted) return
        preferences.askedToRemind = dayOf(session.platform.clocks.wall())
        stage.askPermissions(Manifest.permission.POST_NOTIFICATIONS)
    }

    /** In the language of the settings, as the screens speak it. */
    private fun spoken(): Context {
        val language = session.preferences.language ?: return session.systemContext
        return session.systemContext.inLanguage(language)
    }

    /** The last safe day, or the day that is advised, is near: also of a home that was missed in another month of the year. */
    private fun DueRow.isDue(today: Day): Boolean =
        state == State.DUE || next.isWithin(LIMIT_DAYS, today) || plan.isWithin(RHYTHM_DAYS, today)

    private fun NextVisit?.isWithin(days: Int, today: Day): Boolean =
        this != null && from <= today && daysFrom(today, by) <= days

    private companion object {
        /** So many days before the last safe day; the policy's own warning may come earlier. */
        const val LIMIT_DAYS = 7

        /** So many days before the end of the rhythm: advice is told once or twice, not for weeks. */
        const val RHYTHM_DAYS = 2

        /** More than a cadre has; whoever has more reads "200". */
        const val MOST: UInt = 200u
    }
}
