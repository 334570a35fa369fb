package org.ruhu.phone.ui

import android.content.Context
import org.ruhu.phone.R
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.Moment
import java.time.Instant
import java.time.LocalDate
import java.time.LocalTime
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import java.time.temporal.ChronoUnit

// Days and times as the village says them. Days are China's wherever the phone thinks it is, as in the core.

private val CHINA: ZoneOffset = ZoneOffset.ofHours(8)

/** The China day of a moment. */
fun dayOf(moment: Moment): Day = Instant.ofEpochMilli(moment).atOffset(CHINA).toLocalDate().toString()

/** The moment of a China day and a time of that day. */
fun momentOf(day: Day, time: LocalTime): Moment = day.date().atTime(time).toInstant(CHINA).toEpochMilli()

/** A day of the core's as the library's. */
fun Day.date(): LocalDate = LocalDate.parse(this)

/** So many days later. */
fun Day.plusDays(days: Int): Day = date().plusDays(days.toLong()).toString()

/** So many months later; the month's last day where there is no such day. */
fun Day.plusMonths(months: Int): Day = date().plusMonths(months.toLong()).toString()

/** Days from one day to another. */
fun daysFrom(from: Day, to: Day): Int = ChronoUnit.DAYS.between(from.date(), to.date()).toInt()

/** "11月9日 周一", "Mon 9 Nov". */
fun dayText(context: Context, day: Day): String = formatted(context, R.string.day_pattern, day.date())

/** As above, with the year where it is not this one. */
fun dayText(context: Context, day: Day, today: Day): String =
    if (day.date().year == today.date().year) dayText(context, day) else formatted(context, R.string.day_pattern_year, day.date())

/** "11月9日", "9 Nov": where the weekday says nothing. */
fun shortDayText(context: Context, day: Day): String = formatted(context, R.string.day_pattern_short, day.date())

/** "14:05" of the day in China. */
fun timeText(moment: Moment): String =
    Instant.ofEpochMilli(moment).atOffset(CHINA).format(DateTimeFormatter.ofPattern("HH:mm"))

/** The days of a window: "全年", "11–12月", "3月5日 – 4月30日". */
fun spanText(context: Context, from: Day, to: Day): String {
    val (first, last) = from.date() to to.date()
    val whole = first.dayOfMonth == 1 && last == last.withDayOfMonth(last.lengthOfMonth()) && first.year == last.year
    return when {
        whole && first.monthValue == 1 && last.monthValue == 12 -> context.getString(R.string.span_year)
        whole && first.monthValue == last.monthValue -> formatted(context, R.string.month_pattern, first)
        whole -> context.getString(
            R.string.span_months,
            formatted(context, R.string.month_pattern_first, first),
            formatted(context, R.string.month_pattern, last),
        )
        else -> context.getString(R.string.span_days, shortDayText(context, from), shortDayText(context, to))
    }
}

private fun formatted(context: Context, pattern: Int, day: LocalDate): String =
    keepDatesWhole(day.format(DateTimeFormatter.ofPattern(context.getString(pattern), context.resources.configuration.locales[0])))
