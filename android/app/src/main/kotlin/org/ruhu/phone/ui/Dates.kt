package org.ruhu.phone.ui

import android.content.Context
import org.ruhu.phone.R
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.Moment
import java.time.LocalTime
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import java.time.temporal.ChronoUnit

// Days and times as the village says them. Days are China's wherever the phone thinks it is, as in the core.

private val CHINA: ZoneOffset = ZoneOffset.ofHours(8)

/** The China day of a moment. */
fun dayOf(moment: Moment): Day = moment.toInstant().atOffset(CHINA).toLocalDate()

/** The moment of a China day and a time of that day. */
fun momentOf(day: Day, time: LocalTime): Moment = Moment.of(day.atTime(time).toInstant(CHINA))

/** Days from one day to another. */
fun daysFrom(from: Day, to: Day): Int = ChronoUnit.DAYS.between(from, to).toInt()

/** "11月9日 周一", "Mon 9 Nov". */
fun dayText(context: Context, day: Day): String = formatted(context, R.string.day_pattern, day)

/** As above, with the year where it is not this one. */
fun dayText(context: Context, day: Day, today: Day): String =
    if (day.year == today.year) dayText(context, day) else formatted(context, R.string.day_pattern_year, day)

/** "11月9日", "9 Nov": where the weekday says nothing. */
fun shortDayText(context: Context, day: Day): String = formatted(context, R.string.day_pattern_short, day)

/** "14:05" of the day in China. */
fun timeText(moment: Moment): String =
    moment.toInstant().atOffset(CHINA).format(DateTimeFormatter.ofPattern("HH:mm"))

/** The days of a window: "全年", "11–12月", "3月5日 – 4月30日". */
fun spanText(context: Context, from: Day, to: Day): String {
    val whole = from.dayOfMonth == 1 && to == to.withDayOfMonth(to.lengthOfMonth()) && from.year == to.year
    return when {
        whole && from.monthValue == 1 && to.monthValue == 12 -> context.getString(R.string.span_year)
        whole && from.monthValue == to.monthValue -> formatted(context, R.string.month_pattern, from)
        whole -> context.getString(
            R.string.span_months,
            formatted(context, R.string.month_pattern_first, from),
            formatted(context, R.string.month_pattern, to),
        )
        else -> context.getString(R.string.span_days, shortDayText(context, from), shortDayText(context, to))
    }
}

private fun formatted(context: Context, pattern: Int, day: Day): String =
    keepDatesWhole(day.format(DateTimeFormatter.ofPattern(context.getString(pattern), context.locale)))
