package org.ruhu.phone.ui

import android.app.DatePickerDialog
import android.content.Context
import android.view.View
import org.ruhu.phone.R
import org.ruhu.phone.core.Day

/** A day by chips: the usual ones in words, any other from the system's calendar. */
class DayChoice(private val context: Context, private val limits: DayLimits, private val chosen: (Day?) -> Unit) {
    private var now: Day? = null
    private lateinit var today: Day
    private var usual: List<UsualDay> = emptyList()
    private val chips = Choices<String>(context, ::press)

    /** The chips. */
    val view: View = chips.view.wide()

    /** Shows the usual days and which day is chosen; another than those stands in words on the last chip. */
    fun show(day: Day?, today: Day, usual: List<UsualDay>) {
        now = day
        this.today = today
        this.usual = usual
        val other = day?.takeIf { chosen -> usual.none { it.day == chosen } }
        val last = other?.let { dayText(context, it, today) } ?: context.getString(R.string.day_pick)
        val labels = usual.map { (it.day?.toString() ?: NO_DAY) to context.getString(it.words) } + (OTHER to last)
        chips.show(labels, if (other != null) OTHER else day?.toString() ?: NO_DAY)
    }

    private fun press(key: String) = when (key) {
        OTHER -> pickDay(context, now ?: today, today, limits, chosen)
        NO_DAY -> chosen(null)
        else -> chosen(Day.parse(key))
    }

    private companion object {
        const val OTHER = "other"
        const val NO_DAY = "none"
    }
}

/** A chip of a day; none is "not at all". */
data class UsualDay(val words: Int, val day: Day?)

/** Which days may be picked. */
enum class DayLimits {
    /** What has been: today and before. */
    UpToToday,

    /** What is to come: tomorrow and later. */
    AfterToday,
}

/** The system's calendar. */
fun pickDay(context: Context, shown: Day, today: Day, limits: DayLimits, picked: (Day) -> Unit) {
    val dialog = DatePickerDialog(
        context,
        { _, year, month, day -> picked(Day.of(year, month + 1, day)) },
        shown.year,
        shown.monthValue - 1,
        shown.dayOfMonth,
    )
    // The dialog counts in the phone's own time zone.
    val zone = java.time.ZoneId.systemDefault()
    when (limits) {
        DayLimits.UpToToday ->
            dialog.datePicker.maxDate = today.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli() - 1
        DayLimits.AfterToday ->
            dialog.datePicker.minDate = today.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli()
    }
    dialog.show()
}
