package org.ruhu.phone.screens.late

import android.os.Bundle
import org.ruhu.phone.R
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.Mode
import org.ruhu.phone.core.Moment
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.screens.putWord
import org.ruhu.phone.screens.word
import org.ruhu.phone.ui.momentOf
import org.ruhu.phone.ui.timeText
import java.time.LocalTime

/** 补录: when it was. What was seen is written on the visit's own page after that. */
data class LateState(val now: Moment, val today: Day, val form: LateForm, val head: String = "", val asked: Asked = Asked.NotYet)

/** When it was, as told. Nothing is guessed for the cadre: the hour is not there until it was said. */
data class LateForm(
    val day: Day,
    /** Minutes of the day at which the visit began. */
    val began: Int? = null,
    /** How many minutes it took. */
    val minutes: Int = 30,
    val mode: Mode = Mode.ON_SITE,
) {
    fun started(): Moment? = began?.let { momentOf(day, LocalTime.ofSecondOfDay(it * 60L)) }

    fun ended(): Moment? = started()?.let { it + minutes * 60_000L }

    /** The first thing that keeps it from being begun. */
    fun missing(now: Moment): Int? {
        val ended = ended() ?: return R.string.late_time_missing
        return if (ended > now) R.string.late_in_the_future else null
    }

    fun beganText(): String? = started()?.let(::timeText)

    fun endedText(): String? = ended()?.let(::timeText)

    fun kept() = Bundle().apply {
        putString("day", day.toString())
        began?.let { putInt("began", it) }
        putInt("minutes", minutes)
        putWord("mode", mode)
    }

    companion object {
        fun of(kept: Bundle, day: Day) = LateForm(
            day = kept.getString("day")?.let(Day::parse) ?: day,
            began = if (kept.containsKey("began")) kept.getInt("began") else null,
            minutes = kept.getInt("minutes", 30),
            mode = kept.word("mode") ?: Mode.ON_SITE,
        )
    }
}

/** What the cadre does on this screen. */
sealed interface LateEvent {
    data class On(val day: Day) : LateEvent

    /** The visit began at so many minutes of the day. */
    data class Began(val minutes: Int) : LateEvent

    /** It began so many minutes later than said before. */
    data class Later(val minutes: Int) : LateEvent
    data class Took(val minutes: Int) : LateEvent
    data class By(val mode: Mode) : LateEvent
    data object Begin : LateEvent
    data object Back : LateEvent
}
