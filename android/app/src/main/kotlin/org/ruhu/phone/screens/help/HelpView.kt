package org.ruhu.phone.screens.help

import android.content.Context
import android.view.View
import android.widget.FrameLayout
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.HelpKind
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.screens.Showing
import org.ruhu.phone.screens.photos.PhotoOverlay
import org.ruhu.phone.screens.photos.Thumbs
import org.ruhu.phone.screens.visit.noticeLine
import org.ruhu.phone.ui.Choices
import org.ruhu.phone.ui.DayChoice
import org.ruhu.phone.ui.DayLimits
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.Typing
import org.ruhu.phone.ui.UsualDay
import org.ruhu.phone.ui.WordsField
import org.ruhu.phone.ui.addButton
import org.ruhu.phone.ui.band
import org.ruhu.phone.ui.bandToned
import org.ruhu.phone.ui.donePhrases
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.helpKinds
import org.ruhu.phone.ui.keeps
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.section
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.textBox
import org.ruhu.phone.ui.textButton
import org.ruhu.phone.ui.wide
import org.ruhu.phone.ui.wrong
import org.ruhu.phone.ui.wrongLine
import org.ruhu.phone.ui.yuanText

/** One page, from the kind to the day: every line of it by taps. */
class HelpView(private val context: Context, private val tell: (HelpEvent) -> Unit) : Showing<HelpState> {
    private val page = Page(context)
    private val kinds = Choices<HelpKind>(context) { tell(HelpEvent.Kind(it)) }
    private val words = WordsField(context, R.string.help_words_hint) { tell(HelpEvent.Said(it)) }
    private val amount = context.textBox(R.string.help_amount_hint, Typing.Money) { tell(HelpEvent.Amount(it)) }
    private val amounts = Choices<String>(context) { tell(HelpEvent.Amount(it)) }
    private val amountWrong = context.wrongLine()
    private val thumbs = Thumbs(context) { tell(HelpEvent.SeePhoto(it)) }
    private val photoNotice = context.noticeLine()
    private val day = DayChoice(context, DayLimits.UpToToday) { if (it != null) tell(HelpEvent.On(it)) }
    private val followUp = DayChoice(context, DayLimits.AfterToday) { tell(HelpEvent.FollowUp(it)) }
    private val band = context.band()
    private val goesOn: LinearLayout = context.section(
        R.string.form_unfinished,
        context.textButton(context.getString(R.string.form_clear)) { tell(HelpEvent.Clear) },
    )

    private val large = PhotoOverlay(context, { tell(HelpEvent.ClosePhoto) }) { tell(HelpEvent.RemovePhoto(it)) }

    override val view = FrameLayout(context)

    init {
        page.backButton { tell(HelpEvent.Back) }
        page.title(context.getString(R.string.help_title))
        listOf(
            goesOn,
            context.section(R.string.help_kind, kinds.view.wide()),
            context.section(R.string.help_words, words.view),
            context.section(R.string.help_amount, amount, amountWrong, amounts.view.wide().margins(top = context.dp(8))),
            context.section(
                R.string.visit_photos,
                thumbs.view.wide().margins(bottom = context.dp(8)),
                context.addButton(context.getString(R.string.visit_take_photo)) { tell(HelpEvent.TakePhoto) }.wide(),
                photoNotice.margins(top = context.dp(8)),
            ),
            context.section(R.string.help_day, day.view),
            context.section(R.string.help_follow_up, followUp.view),
        ).forEach(page.content::addView)
        page.bottom.addView(band)
        page.bottom.addView(context.mainButton(context.getString(R.string.help_save)) { tell(HelpEvent.Save) })
        listOf(page.view, large.view).forEach(view::addView)
    }

    override fun show(state: HelpState) {
        val form = state.form
        page.subtitle(if (state.head.isEmpty()) "" else context.getString(R.string.home_of, state.head))
        goesOn.shownIf(state.goesOn)
        kinds.show(helpKinds(context), form.kind)
        words.show(form.text, form.kind?.donePhrases(context).orEmpty())
        amount.keeps(form.amount)
        amounts.show(USUAL.map { it.toString() to context.getString(R.string.help_amount_chip, yuanText(it * 100)) }, form.amount)
        amountWrong.wrong(form.amountWrong())
        thumbs.show(state.photos, state.incoming.arriving)
        photoNotice.shownIf(state.incoming.notice != null)
        state.incoming.notice?.let(photoNotice::setText)
        day.show(form.day, state.today, usualDays(state.today))
        followUp.show(form.followUp, state.today, usualFollowUps(state.today))
        val missing = form.missing().takeIf { state.asked == Asked.Yes }
        band.shownIf(missing != null)
        if (missing != null) band.bandToned(Tone.Due, context.getString(R.string.wrong_line, context.getString(missing)))
        large.view.shownIf(state.large != null)
        page.view.visibility = if (state.large == null) View.VISIBLE else View.INVISIBLE
        state.large?.let(large::show)
    }

    private companion object {
        /** Yuan that are usually given. */
        val USUAL = listOf(100L, 200L, 500L, 1000L, 2000L, 5000L)
    }
}

/** The days on which help was usually given. */
internal fun usualDays(today: Day) = listOf(
    UsualDay(R.string.day_today, today),
    UsualDay(R.string.day_yesterday, today.plusDays(-1)),
)

/** When one usually looks again. */
internal fun usualFollowUps(today: Day) = listOf(
    UsualDay(R.string.day_no_follow_up, null),
    UsualDay(R.string.day_month_later, today.plusMonths(1)),
    UsualDay(R.string.day_quarter_later, today.plusMonths(3)),
)
