package org.ruhu.phone.screens.today

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.CompanionAsk
import org.ruhu.phone.core.Day
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dayText
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.timeText
import org.ruhu.phone.ui.wide

/** Visits of colleagues that name this cadre as a companion: who wrote it, which home, when, and two answers. */
internal class AskedCards(private val context: Context, private val tell: (TodayEvent) -> Unit) {
    private var shown: Pair<List<CompanionAsk>, Day?>? = null
    val view: LinearLayout = context.column().wide()

    fun show(frame: TodayFrame?) {
        val few = frame?.asked.orEmpty().take(FEW)
        val now = few to frame?.today
        if (shown == now) return
        shown = now
        view.removeAllViews()
        if (frame != null) few.forEach { view.addView(card(it, frame.today)) }
    }

    private fun card(ask: CompanionAsk, today: Day): View {
        val home = context.getString(R.string.home_of, ask.head)
        val title = context.text(R.style.Text_Strong, context.getString(R.string.today_asked, ask.by))
        val day = dayText(context, ask.day, today)
        val whenAndWhere = context.getString(R.string.today_asked_when, day, timeText(ask.started), ask.village, home)
        val words = context.text(R.style.Text_Body, whenAndWhere).margins(top = context.dp(4))
        val yes = context.smallButton(context.getString(R.string.today_asked_yes)) { tell(TodayEvent.WasThere(ask.visit)) }
        val no = context.smallButton(context.getString(R.string.today_asked_no)) { tell(TodayEvent.WasNotThere(ask)) }
        val both = context.row(yes.grow(), no.grow().margins(left = context.dp(12))).wide().margins(top = context.dp(10))
        return context.card(title, words, both).apply { background = context.ground(R.color.wait_soft, R.color.wait) }
    }

    private companion object {
        /** More than these would push the list out of sight; the next come when these are answered. */
        const val FEW = 2
    }
}
