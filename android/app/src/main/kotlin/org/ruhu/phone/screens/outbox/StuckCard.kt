package org.ruhu.phone.screens.outbox

import android.content.Context
import android.view.View
import org.ruhu.phone.R
import org.ruhu.phone.core.StuckItem
import org.ruhu.phone.ui.Flow
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.chip
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.heading
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.tag
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.wide

/** What asks for help: what it is, why, and what cures it. */
fun stuckCard(context: Context, item: StuckItem, place: StuckPlace, tell: (OutboxEvent) -> Unit): View {
    val title = context.text(R.style.Text_Title, place.title(context)).heading()
    val card = context.card(
        context.row(title.grow(), context.tag(Tone.Miss, context.getString(R.string.outbox_stuck_tag)).margins(left = context.dp(8))),
        context.text(R.style.Text_Body, item.text.here(context)).margins(top = context.dp(6)),
    )
    card.background = context.ground(R.color.card, R.color.miss)
    if (place.asking == Asking.Why) {
        card.addView(context.text(R.style.Text_Strong, context.getString(R.string.outbox_give_up_ask)).margins(top = context.dp(10)))
        val reasons = listOf(R.string.outbox_why_broken, R.string.outbox_why_by_mistake, R.string.outbox_why_household)
        val chips = reasons.map(context::getString).map { why ->
            context.chip(why) { tell(OutboxEvent.GiveUpBecause(item.sha256, why)) }
        }
        val never = context.chip(R.string.cancel) { tell(OutboxEvent.GiveUp(null)) }
        card.addView(Flow(context, *chips.toTypedArray(), never).wide().margins(top = context.dp(8)))
        return card
    }
    card.addView(
        context.smallButton(context.getString(R.string.outbox_retry)) { tell(OutboxEvent.Retry(item.sha256)) }
            .wide().margins(top = context.dp(10)),
    )
    if (item.mayGiveUp) {
        card.addView(
            context.smallButton(context.getString(R.string.outbox_give_up)) { tell(OutboxEvent.GiveUp(item.sha256)) }
                .wide().margins(top = context.dp(8)),
        )
    }
    return card
}

/** Which of the stuck things it is, and what its card asks. */
data class StuckPlace(val at: Int, val of: Int, val asking: Asking) {
    fun title(context: Context): String =
        if (of == 1) context.getString(R.string.outbox_stuck, of) else context.getString(R.string.outbox_stuck_one_of, at + 1, of)
}

/** What the card of something stuck asks. */
enum class Asking { WhatToDo, Why }
