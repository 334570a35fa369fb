package org.ruhu.phone.screens.today

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import android.widget.TextView
import org.ruhu.phone.R
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.DraftLine
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.HelpBegun
import org.ruhu.phone.core.SyncNoNetwork
import org.ruhu.phone.core.Text
import org.ruhu.phone.road.SendingEnd
import org.ruhu.phone.road.SendingNow
import org.ruhu.phone.ui.Fold
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.bandToned
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dayOf
import org.ruhu.phone.ui.dayText
import org.ruhu.phone.ui.daysFrom
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.inside
import org.ruhu.phone.ui.leadsOn
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.plural
import org.ruhu.phone.ui.px
import org.ruhu.phone.ui.sentence
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.sizeText
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.textButton
import org.ruhu.phone.ui.timeText
import org.ruhu.phone.ui.touchable
import org.ruhu.phone.ui.wide

// What stands above the due list when there is something to say.

/** One band for the upload: what is stuck in red, what waits in blue. A tap opens the upload box. */
internal class WaitingBand(private val context: Context, press: () -> Unit) {
    private val shutOut = line()
    private val stuck = line()
    private val waits = line()
    val view: View = context.column(shutOut, stuck, waits).wide().apply {
        isClickable = true
        isFocusable = true
        setOnClickListener { press() }
    }

    fun show(frame: TodayFrame?, sending: SendingNow) {
        val trouble = ((sending as? SendingNow.Idle)?.ended as? SendingEnd.Failed)?.trouble
        val revoked = trouble is FixThis && trouble.code == PHONE_REVOKED
        shutOut.shownIf(revoked)
        shutOut.bandToned(Tone.Miss, leadsOn("${Tone.Miss.sign} ${context.getString(R.string.today_shut_out)}"))
        stuck.shownIf(frame != null && frame.stuck > 0)
        // Records may all have arrived while their originals still wait for Wi-Fi: that is waiting, too.
        val waiting = frame != null && (frame.waiting > 0 || frame.waitingBytes > 0uL)
        waits.shownIf(waiting)
        view.shownIf(frame != null && (waiting || frame.stuck > 0 || revoked))
        if (frame == null) return
        stuck.bandToned(Tone.Miss, leadsOn("${Tone.Miss.sign} ${context.plural(R.plurals.today_stuck, frame.stuck)}"))
        val size = sizeText(frame.waitingBytes)
        val words = when (frame.waiting) {
            0 -> context.getString(R.string.today_photos_waiting, size)
            else -> context.plural(R.plurals.today_waiting, frame.waiting, size)
        }
        waits.bandToned(Tone.Wait, leadsOn("${Tone.Wait.sign} $words"))
    }

    private companion object {
        /** The core's code for a phone that the township has shut out. */
        const val PHONE_REVOKED = "phone_revoked"
    }

    private fun line(): TextView = context.text(R.style.Text_Band).apply {
        inside(context.dp(20), context.dp(12))
        minimumHeight = context.px(R.dimen.target)
        gravity = android.view.Gravity.CENTER_VERTICAL
        wide()
    }
}

/** The township tells things that this version of the app cannot read; a tap opens the settings, where a newer one is. */
internal class UpdateNeeded(private val context: Context, press: () -> Unit) {
    private val words: TextView = context.text(R.style.Text_Body)
    val view: View = context.card(words).apply {
        background = context.touchable(context.ground(R.color.due_soft, R.color.due))
        isClickable = true
        isFocusable = true
        setOnClickListener { press() }
        shownIf(false)
    }

    fun show(update: Text?) {
        view.shownIf(update != null)
        if (update != null) words.text = context.getString(R.string.today_update, update.here(context))
    }
}

/** Visits begun and not finished: go on with them, and what it means when the day is over. */
internal class DraftCards(private val context: Context, private val tell: (TodayEvent) -> Unit) {
    private var shown: Triple<List<DraftLine>, List<HelpBegun>, Fold>? = null
    val view: LinearLayout = context.column().wide()

    fun show(frame: TodayFrame?, fold: Fold) {
        val drafts = frame?.drafts.orEmpty()
        val help = frame?.help.orEmpty()
        val now = Triple(drafts, help, fold)
        if (shown == now) return
        shown = now
        view.removeAllViews()
        if (frame == null) return
        val few = if (fold == Fold.Open) drafts else drafts.take(FEW)
        few.forEach { view.addView(card(it, frame.today)) }
        val more = drafts.size - few.size
        if (more > 0) view.addView(context.textButton(context.plural(R.plurals.today_more_drafts, more)) { tell(TodayEvent.AllDrafts) })
        help.forEach { view.addView(card(it)) }
    }

    private fun card(draft: DraftLine, today: Day): View {
        val home = context.getString(R.string.home_of, draft.head)
        if (draft.unreadable) {
            val words = context.getString(R.string.today_unreadable_words, dayText(context, dayOf(draft.started), today))
            return card(context.getString(R.string.today_unreadable, home), words) { tell(TodayEvent.ThrowAway(draft.id)) }
        }
        return card(context.getString(R.string.today_go_on, home), since(draft, today)) { tell(TodayEvent.GoOn(draft.id)) }
    }

    private fun card(help: HelpBegun): View {
        val home = context.getString(R.string.home_of, help.head)
        val photos = context.plural(R.plurals.today_help_photos, help.photos.toInt())
        return card(context.getString(R.string.today_go_on_help, home), photos) { tell(TodayEvent.GoOnHelping(help.household)) }
    }

    private fun card(title: String, words: String, press: () -> Unit): View {
        val card = context.card(context.text(R.style.Text_Strong, title), context.text(R.style.Text_Body, words))
        card.background = context.touchable(context.ground(R.color.due_soft, R.color.due))
        card.isClickable = true
        card.isFocusable = true
        card.setOnClickListener { press() }
        return card
    }

    private fun since(draft: DraftLine, today: Day): String {
        val day = dayOf(draft.started)
        val time = timeText(draft.started)
        return when (daysFrom(day, today)) {
            0 -> context.getString(if (draft.late) R.string.today_draft_late_form else R.string.today_draft_today, time)
            1 -> context.getString(R.string.today_draft_yesterday, time)
            else -> context.getString(R.string.today_draft_earlier, dayText(context, day, today))
        }
    }

    private companion object {
        /** More than these would push the list out of sight. */
        const val FEW = 2
    }
}

/** The first day, when nothing has come yet, and the day on which everybody has enough. */
internal class StageCard(private val context: Context, fetch: () -> Unit) {
    private val title: TextView = context.text(R.style.Text_Title)
    private val words: TextView = context.text(R.style.Text_Body).margins(top = context.dp(6))
    private val button: TextView = context.smallButton(context.getString(R.string.today_fetch), fetch).wide().margins(top = context.dp(12))
    val view: LinearLayout = context.card(title, words, button)

    fun show(stage: YearStage?, sending: SendingNow) {
        view.shownIf(stage == YearStage.NothingArrived || stage == YearStage.Done)
        button.shownIf(stage == YearStage.NothingArrived && sending is SendingNow.Idle)
        when (stage) {
            YearStage.NothingArrived -> {
                view.background = context.ground(R.color.card, R.color.line)
                title.setText(R.string.today_nothing_yet)
                words.text = firstDay(sending)
            }
            YearStage.Done -> {
                view.background = context.ground(R.color.met_soft, R.color.met)
                title.text = context.getString(R.string.today_done, Tone.Met.sign)
                words.setText(R.string.today_done_words)
            }
            YearStage.UnderWay, null -> Unit
        }
    }

    private fun firstDay(sending: SendingNow): String = when (sending) {
        is SendingNow.Running -> context.getString(R.string.today_fetching)
        is SendingNow.Idle -> when (val ended = sending.ended) {
            null -> context.getString(R.string.today_fetch_words)
            is SendingEnd.Failed -> ended.trouble.sentence().here(context)
            is SendingEnd.Reported ->
                context.getString(if (ended.report.end == SyncNoNetwork) R.string.today_fetch_no_network else R.string.today_none_given)
        }
    }
}
