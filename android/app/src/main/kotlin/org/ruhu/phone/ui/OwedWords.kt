package org.ruhu.phone.ui

import android.content.Context
import org.ruhu.phone.R
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.DueRow
import org.ruhu.phone.core.Line
import org.ruhu.phone.core.State

/** What is owed to a household and by when, in sentences: "还差 2 次。最晚 12 月 3 日要再去。还有 9 天，再不去就漏了。" */
fun owedText(context: Context, due: DueRow, lines: List<Line>, today: Day): String {
    val sentences = mutableListOf<String>()
    val missing = due.need.toInt() - due.have.toInt()
    missedSpans(lines).forEach { (from, to) -> sentences += context.getString(R.string.owed_missed, spanText(context, from, to)) }
    when {
        due.state == State.NOT_REQUIRED -> sentences += context.getString(R.string.owed_not_asked)
        missing > 0 -> sentences += context.plural(R.plurals.owed_missing, missing)
        else -> sentences += context.plural(R.plurals.owed_done, due.have.toInt())
    }
    when {
        due.state == State.MET && !due.isAskedAgainIn(today.year) -> sentences += context.getString(R.string.owed_enough)
        lines.any { it.binding && it.state == State.LOST } -> sentences += context.getString(R.string.owed_lost)
    }
    due.ahead?.let { sentences += context.getString(R.string.owed_ahead, it.here(context)) }
    daysLeft(context, due, today)?.let { sentences += it }
    if (due.pending > 0u) sentences += context.plural(R.plurals.owed_pending, due.pending.toInt())
    return sentences.joinToString(if (isChinese(context)) "" else " ")
}

/** The spans of missed windows; those that follow one another are one: "1–10月漏了". */
private fun missedSpans(lines: List<Line>): List<Pair<Day, Day>> {
    val spans = mutableListOf<Pair<Day, Day>>()
    for (line in lines.filter { it.binding && it.state == State.MISSED }.sortedBy { it.from }) {
        val last = spans.lastOrNull()
        if (last != null && last.second.plusDays(1) == line.from) {
            spans[spans.size - 1] = last.first to line.to
        } else {
            spans += line.from to line.to
        }
    }
    return spans
}

/** How many days are left before a due home is missed, where the day is the one that the core's words name as the limit. */
private fun daysLeft(context: Context, due: DueRow, today: Day): String? {
    val limit = due.next?.by
    if (due.state != State.DUE || limit == null || limit != due.plan?.by) return null
    val days = daysFrom(today, limit)
    return if (days <= 0) context.getString(R.string.owed_last_day) else context.plural(R.plurals.owed_days_left, days)
}

private fun DueRow.isAskedAgainIn(year: Int): Boolean = plan?.from?.year == year

/** The word of a state. */
fun State.wordRes(): Int = when (this) {
    State.MISSED -> R.string.state_missed
    State.LOST -> R.string.state_lost
    State.DUE -> R.string.state_due
    State.ON_TRACK -> R.string.state_on_track
    State.MET -> R.string.state_met
    State.NOT_REQUIRED -> R.string.state_not_required
}

/** The tone of a state. */
fun State.tone(): Tone = when (this) {
    State.MISSED, State.LOST -> Tone.Miss
    State.DUE -> Tone.Due
    State.ON_TRACK, State.NOT_REQUIRED -> Tone.Rest
    State.MET -> Tone.Met
}

/** A plural with its count first. */
fun Context.plural(words: Int, count: Int, vararg more: Any): String = resources.getQuantityString(words, count, count, *more)
