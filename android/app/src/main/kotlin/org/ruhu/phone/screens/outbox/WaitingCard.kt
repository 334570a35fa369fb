package org.ruhu.phone.screens.outbox

import android.content.Context
import android.content.res.ColorStateList
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.widget.LinearLayout
import android.widget.ProgressBar
import org.ruhu.phone.R
import org.ruhu.phone.core.OutboxView
import org.ruhu.phone.core.Progress
import org.ruhu.phone.core.SignInAgain
import org.ruhu.phone.core.SyncLater
import org.ruhu.phone.core.SyncNoNetwork
import org.ruhu.phone.core.SyncOriginalsHeld
import org.ruhu.phone.road.SendingEnd
import org.ruhu.phone.road.SendingNow
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.heading
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.sentence
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.sizeText
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.tag
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.toned
import org.ruhu.phone.ui.wide

/** What waits and how far it has come: bytes that the township has, measured, never guessed. */
class WaitingCard(private val context: Context, tell: (OutboxEvent) -> Unit) {
    private val title = context.text(R.style.Text_Title).heading()
    private val tag = context.tag()
    private val how = context.text(R.style.Text_Body)
    private val bar = ProgressBar(context, null, android.R.attr.progressBarStyleHorizontal).apply {
        max = WHOLE
        progressTintList = ColorStateList.valueOf(context.getColor(R.color.wait))
        progressBackgroundTintList = ColorStateList.valueOf(context.getColor(R.color.rest))
        layoutParams = LinearLayout.LayoutParams(MATCH_PARENT, context.dp(16))
    }
    private val far = context.text(R.style.Text_Small)
    private val enrol = context.smallButton(context.getString(R.string.outbox_enrol)) { tell(OutboxEvent.Enrol) }.wide()

    val view: View = context.card(
        context.row(title.grow(), tag.margins(left = context.dp(8))),
        how.margins(top = context.dp(6)),
        bar.margins(top = context.dp(10)),
        far.margins(top = context.dp(4)),
        enrol.margins(top = context.dp(10)),
    )

    fun show(state: OutboxState) {
        val box = state.box
        view.shownIf(box != null)
        if (box == null) return
        val running = state.sending as? SendingNow.Running
        val ended = (state.sending as? SendingNow.Idle)?.ended
        val trouble = (ended as? SendingEnd.Failed)?.trouble
        enrol.shownIf(trouble is SignInAgain)
        if (trouble == null && running == null && box.waitingBytes == 0uL) {
            val (what, text) = when {
                box.stuck.isEmpty() -> R.string.outbox_nothing to R.string.outbox_nothing_text
                else -> R.string.outbox_rest to R.string.outbox_rest_text
            }
            return showNothing(what, text)
        }
        val count = box.waiting.toInt()
        title.text = context.getString(if (running == null) waitsFor(ended) else R.string.outbox_waiting_running, count)
        val left = running?.progress?.bytesLeft ?: box.waitingBytes
        tag.toned(Tone.Wait, sizeText(left))
        how.text = trouble?.sentence()?.here(context) ?: why(ended) ?: context.getString(R.string.outbox_waiting_how)
        showFar(box, running?.progress)
    }

    private fun showNothing(what: Int, text: Int) {
        title.setText(what)
        tag.toned(Tone.Met, "")
        how.setText(text)
        bar.shownIf(false)
        far.shownIf(false)
    }

    private fun waitsFor(ended: SendingEnd?): Int = when {
        (ended as? SendingEnd.Reported)?.report?.end != SyncOriginalsHeld -> R.string.outbox_waiting
        ended.heldByBattery -> R.string.outbox_waiting_battery
        else -> R.string.outbox_waiting_wifi
    }

    /** Why the last run left something. */
    private fun why(ended: SendingEnd?): String? {
        val told = ended as? SendingEnd.Reported ?: return null
        return when (told.report.end) {
            SyncNoNetwork -> context.getString(R.string.outbox_no_network)
            SyncOriginalsHeld ->
                context.getString(if (told.heldByBattery) R.string.outbox_held_battery else R.string.outbox_held)
            // The core names the cause, and when it is tried again.
            is SyncLater -> context.getString(R.string.outbox_later, told.report.text.here(context).trimEnd('。', '.'))
            else -> null
        }
    }

    private fun showFar(box: OutboxView, progress: Progress?) {
        val arrived = progress?.let { box.bytesSent + it.bytesSent } ?: box.bytesSent
        val left = progress?.bytesLeft ?: box.waitingBytes
        val whole = arrived + left
        bar.shownIf(whole > 0uL)
        bar.progress = if (whole == 0uL) 0 else (arrived.toDouble() / whole.toDouble() * WHOLE).toInt()
        val photos = box.photosSent.toLong() + (progress?.photosSent?.toLong() ?: 0)
        far.shownIf(box.photos > 0u)
        far.text = context.getString(R.string.outbox_progress, photos.toInt(), box.photos.toInt(), sizeText(arrived))
    }

    private companion object {
        const val WHOLE = 1000
    }
}
