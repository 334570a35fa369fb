package org.ruhu.phone.screens.late

import android.app.TimePickerDialog
import android.content.Context
import android.view.View
import org.ruhu.phone.R
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.Mode
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.screens.Showing
import org.ruhu.phone.ui.Choices
import org.ruhu.phone.ui.DayChoice
import org.ruhu.phone.ui.DayLimits
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.Step
import org.ruhu.phone.ui.Stepper
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.UsualDay
import org.ruhu.phone.ui.band
import org.ruhu.phone.ui.bandToned
import org.ruhu.phone.ui.dayText
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.plural
import org.ruhu.phone.ui.section
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.wide
import org.ruhu.phone.ui.wordRes

/** Day, hour, length, way: chips for the usual, big steps for the rest. The band says in a sentence what was told. */
class LateView(private val context: Context, private val tell: (LateEvent) -> Unit) : Showing<LateState> {
    private val page = Page(context)
    private val day = DayChoice(context, DayLimits.UpToToday) { if (it != null) tell(LateEvent.On(it)) }
    private val hours = Choices<Int>(context, ::hour)
    private val began = Stepper(context, R.string.late_earlier, R.string.late_later) {
        tell(LateEvent.Later(if (it == Step.Less) -STEP else STEP))
    }
    private val lengths = Choices<Int>(context) { tell(LateEvent.Took(it)) }
    private val took = Stepper(context, R.string.late_shorter, R.string.late_longer) {
        tell(LateEvent.Took(shown.form.minutes + if (it == Step.Less) -STEP else STEP))
    }
    private val modes = Choices<Mode>(context) { tell(LateEvent.By(it)) }
    private val band = context.band()
    private lateinit var shown: LateState

    override val view: View get() = page.view

    init {
        page.backButton { tell(LateEvent.Back) }
        page.title(context.getString(R.string.late_title))
        listOf(
            context.text(R.style.Text_Body, context.getString(R.string.late_about)).margins(bottom = context.dp(10)),
            context.section(R.string.help_day, day.view),
            context.section(R.string.late_began, hours.view.wide(), began.view.margins(top = context.dp(10))),
            context.section(R.string.late_took, lengths.view.wide(), took.view.margins(top = context.dp(10))),
            context.section(R.string.late_mode, modes.view.wide()),
        ).forEach(page.content::addView)
        page.bottom.addView(band)
        page.bottom.addView(context.mainButton(context.getString(R.string.late_begin)) { tell(LateEvent.Begin) })
    }

    override fun show(state: LateState) {
        shown = state
        val form = state.form
        page.subtitle(if (state.head.isEmpty()) "" else context.getString(R.string.home_of, state.head))
        day.show(form.day, state.today, usual(state.today))
        val usualHour = HOURS.firstOrNull { it * 60 == form.began }
        val usual = HOURS.map { it to context.getString(R.string.late_hour, it) }
        hours.show(usual + (OTHER to context.getString(R.string.late_pick)), usualHour)
        began.show(form.beganText() ?: context.getString(R.string.late_no_time))
        lengths.show(LENGTHS.map { it to context.plural(R.plurals.late_minutes, it) }, form.minutes)
        took.show(context.plural(R.plurals.late_minutes, form.minutes))
        modes.show(Mode.entries.map { it to context.getString(it.wordRes()) }, form.mode)
        val missing = form.missing(state.now)
        when {
            missing == null -> band.bandToned(
                Tone.Wait,
                context.getString(R.string.late_band, dayText(context, form.day, state.today), form.beganText(), form.endedText()),
            )
            form.began != null || state.asked == Asked.Yes ->
                band.bandToned(Tone.Due, context.getString(R.string.wrong_line, context.getString(missing)))
            else -> band.bandToned(Tone.Rest, context.getString(missing))
        }
    }

    private fun hour(hour: Int) {
        if (hour != OTHER) return tell(LateEvent.Began(hour * 60))
        val now = shown.form.began ?: (NOON * 60)
        TimePickerDialog(context, { _, h, m -> tell(LateEvent.Began(h * 60 + m)) }, now / 60, now % 60, true).show()
    }

    private fun usual(today: Day) = listOf(
        UsualDay(R.string.day_today, today),
        UsualDay(R.string.day_yesterday, today.plusDays(-1)),
        UsualDay(R.string.day_before_yesterday, today.plusDays(-2)),
    )

    private companion object {
        const val STEP = 5
        const val NOON = 12
        const val OTHER = -1
        val HOURS = listOf(8, 10, 14, 16, 19)
        val LENGTHS = listOf(20, 30, 60)
    }
}
