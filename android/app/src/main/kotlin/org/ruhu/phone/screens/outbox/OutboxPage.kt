package org.ruhu.phone.screens.outbox

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.Originals
import org.ruhu.phone.road.SendingNow
import org.ruhu.phone.screens.Showing
import org.ruhu.phone.ui.Flow
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.chip
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dayOf
import org.ruhu.phone.ui.dayText
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.heading
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.pressed
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.sizeText
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.tag
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.timeText
import org.ruhu.phone.ui.wide

/** The box as drawn: waiting, stuck, arrived, the data rule, the phone's own preferences; one button sends now. */
class OutboxPage(private val context: Context, backgroundWords: Int, private val tell: (OutboxEvent) -> Unit) :
    Showing<OutboxState> {
    private val page = Page(context)
    private val waiting = WaitingCard(context, tell)
    private val stuck: LinearLayout = context.column().wide()
    private var stuckShown: Pair<Any?, Any?>? = null
    private val sentTitle = context.text(R.style.Text_Title).heading()
    private val sentText = context.text(R.style.Text_Body)
    private val free = context.smallButton { tell(OutboxEvent.Free) }.wide()
    private val sent = context.card(
        context.row(sentTitle.grow(), context.tag(Tone.Met, context.getString(R.string.outbox_sent_tag)).margins(left = context.dp(8))),
        sentText.margins(top = context.dp(6)),
        free.margins(top = context.dp(10)),
    )
    private val wifi = context.chip(R.string.outbox_rule_wifi) { tell(OutboxEvent.Rule(Originals.ON_UNMETERED)) }
    private val now = context.chip(R.string.outbox_rule_now) { tell(OutboxEvent.Rule(Originals.NOW)) }
    private val lastJob = context.text(R.style.Text_Small)
    private val send = context.mainButton(context.getString(R.string.outbox_send)) { tell(OutboxEvent.Send) }

    override val view: View get() = page.view

    init {
        page.title(context.getString(R.string.outbox_title))
        page.backButton { tell(OutboxEvent.Back) }
        page.content.addView(waiting.view)
        page.content.addView(stuck)
        page.content.addView(sent)
        page.content.addView(
            context.card(
                context.text(R.style.Text_Section, context.getString(R.string.outbox_rule)).heading(),
                Flow(context, wifi, now).wide().margins(top = context.dp(8)),
            ),
        )
        page.content.addView(
            context.card(
                context.text(R.style.Text_Strong, context.getString(R.string.outbox_background)).heading(),
                context.text(R.style.Text_Body, context.getString(R.string.outbox_background_text)).margins(top = context.dp(4)),
                context.text(R.style.Text_Body, context.getString(backgroundWords)).margins(top = context.dp(4)),
                lastJob.margins(top = context.dp(4)),
                context.smallButton(context.getString(R.string.outbox_background_go)) { tell(OutboxEvent.Background) }
                    .wide().margins(top = context.dp(10)),
            ),
        )
        page.bottom.addView(send)
    }

    override fun show(state: OutboxState) {
        val box = state.box
        page.subtitle(box?.subtitle?.here(context).orEmpty())
        waiting.show(state)
        showStuck(state)
        sent.shownIf(box != null && box.sent > 0u)
        if (box != null) {
            sentTitle.text = context.getString(R.string.outbox_sent, box.sent.toInt())
            sentText.text = when {
                box.canFree > 0uL -> context.getString(R.string.outbox_can_free, sizeText(box.canFree))
                state.freed != null -> context.getString(R.string.outbox_freed, sizeText(state.freed))
                else -> context.getString(R.string.outbox_kept)
            }
            free.shownIf(box.canFree > 0uL)
            free.text = context.getString(R.string.outbox_free, sizeText(box.canFree))
        }
        wifi.pressed(state.rule == Originals.ON_UNMETERED)
        now.pressed(state.rule == Originals.NOW)
        lastJob.text = when (val at = state.lastJob) {
            null -> context.getString(R.string.outbox_background_never)
            else -> context.getString(R.string.outbox_background_last, "${dayText(context, dayOf(at))} ${timeText(at)}")
        }
        val running = state.sending is SendingNow.Running
        send.isEnabled = !running
        send.setText(if (running) R.string.outbox_sending else R.string.outbox_send)
        send.alpha = if (running) BUSY else 1f
    }

    /** Built anew only when it is another list: a button must not go away under the thumb. */
    private fun showStuck(state: OutboxState) {
        val items = state.box?.stuck.orEmpty()
        if (stuckShown == Pair(items, state.givingUp)) return
        stuckShown = Pair(items, state.givingUp)
        stuck.removeAllViews()
        items.forEachIndexed { at, item ->
            val asking = if (state.givingUp == item.sha256) Asking.Why else Asking.WhatToDo
            stuck.addView(stuckCard(context, item, StuckPlace(at, items.size, asking), tell))
        }
    }

    private companion object {
        /** The word says it; the colour only goes along. */
        const val BUSY = 0.85f
    }
}
