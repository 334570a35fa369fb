package org.ruhu.phone.screens.after

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.DueRow
import org.ruhu.phone.core.Finished
import org.ruhu.phone.core.Verdict
import org.ruhu.phone.road.SendingNow
import org.ruhu.phone.screens.Showing
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.StripView
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.distanceText
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.heading
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.reveal
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.tag
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.tone
import org.ruhu.phone.ui.toned
import org.ruhu.phone.ui.wide
import org.ruhu.phone.ui.wordRes

/** 第 5 次: what it was worth, when to come again, whom to go on to. */
class AfterView(private val context: Context, private val tell: (AfterEvent) -> Unit) : Showing<AfterState> {
    private val page = Page(context)
    private val sent = context.tag()
    private var shown: Finished? = null

    override val view: View get() = page.view

    init {
        page.bottom.addView(context.mainButton(context.getString(R.string.after_today)) { tell(AfterEvent.Today) })
    }

    override fun show(state: AfterState) {
        val finished = state.finished ?: return
        if (finished != shown) build(finished)
        shown = finished
        val (tone, words) = sendingWords(finished, state.sending)
        sent.toned(tone, context.getString(words))
    }

    private fun build(finished: Finished) {
        page.title(context.getString(R.string.home_of, finished.row.head))
        page.subtitle(context.getString(R.string.after_subtitle))
        page.content.removeAllViews()
        (sent.parent as? LinearLayout)?.removeView(sent)
        page.content.addView(worth(finished))
        page.content.addView(
            context.card(
                context.text(R.style.Text_Section, context.getString(R.string.after_next_day_title)).heading(),
                context.text(R.style.Text_Body, finished.row.ahead?.here(context) ?: context.getString(R.string.after_next_none))
                    .margins(top = context.dp(6)),
            ),
        )
        finished.next?.let { page.content.addView(nextHome(it)) }
    }

    /** The strip fills before one's eyes, as on the wall of an office a mark is made. */
    private fun worth(finished: Finished): View {
        val strip = StripView(context).apply { show(finished.row.strip) }
        val large = finished.nthOfYear?.let { context.getString(R.string.after_nth, it.toInt()) }
            ?: context.getString(R.string.after_kept)
        val card = context.card(
            context.text(R.style.Text_Huge, large).apply {
                setTextColor(context.getColor(finished.tone().ink))
                heading()
            },
            context.text(R.style.Text_Strong, finished.band.here(context)).wide().margins(top = context.dp(4)),
            strip.margins(top = context.dp(14)),
            context.text(R.style.Text_Small, finished.row.count.here(context)).margins(top = context.dp(8)),
            sent.margins(top = context.dp(10)),
        )
        strip.reveal()
        return card
    }

    private fun nextHome(row: DueRow): View = context.card(
        context.text(R.style.Text_Section, context.getString(R.string.after_next_home)).heading(),
        context.row(
            context.text(R.style.Text_Title, row.head).grow(),
            context.tag(row.tone(), row.tag.here(context)).margins(left = context.dp(8)),
        ).wide().margins(top = context.dp(8)),
        context.text(
            R.style.Text_Small,
            listOfNotNull(
                row.group.ifEmpty { row.village },
                row.`class`?.let { context.getString(it.wordRes()) },
                row.distanceM?.let { distanceText(context, it) },
            ).joinToString(" · "),
        ).margins(top = context.dp(4)),
        context.smallButton(context.getString(R.string.after_start)) { tell(AfterEvent.Start(row.household)) }
            .apply { contentDescription = context.getString(R.string.today_start, context.getString(R.string.home_of, row.head)) }
            .wide().margins(top = context.dp(12)),
    )

    private fun Finished.tone(): Tone = when (verdict) {
        Verdict.COUNTS -> Tone.Met
        Verdict.NEEDS_REVIEW -> Tone.Wait
        Verdict.DOES_NOT_COUNT -> Tone.Rest
    }

    private fun sendingWords(finished: Finished, now: SendingNow): Pair<Tone, Int> = when {
        finished.sent -> Tone.Met to R.string.after_sent
        now is SendingNow.Running -> Tone.Wait to R.string.after_sending
        else -> Tone.Wait to R.string.after_waits
    }
}
