package org.ruhu.phone.screens.today

import android.content.Context
import android.graphics.Color
import android.graphics.drawable.ColorDrawable
import android.view.View
import android.view.inputmethod.InputMethodManager
import android.widget.ListView
import android.widget.TextView
import org.ruhu.phone.R
import org.ruhu.phone.screens.Showing
import org.ruhu.phone.ui.Flow
import org.ruhu.phone.ui.Fold
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.Typing
import org.ruhu.phone.ui.chip
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.keeps
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.pressed
import org.ruhu.phone.ui.px
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.textBox
import org.ruhu.phone.ui.wide

/** The due list as drawn: who, how long still, the strip; one tap begins the visit. */
class TodayView(private val context: Context, private val tell: (TodayEvent) -> Unit) : Showing<TodayState> {
    private val page = Page(context)
    private val waiting = WaitingBand(context) { tell(TodayEvent.Outbox) }
    private val update = UpdateNeeded(context) { tell(TodayEvent.Settings) }
    private val drafts = DraftCards(context, tell)
    private val asked = AskedCards(context, tell)
    private val stage = StageCard(context) { tell(TodayEvent.Fetch) }
    private val headline: TextView = context.text(R.style.Text_Strong)
    private val find = context.chip(R.string.today_find) { tell(TodayEvent.OpenSearch) }
    private val search = context.textBox(R.string.today_search, Typing.Line) { tell(TodayEvent.Search(it)) }.margins(top = context.dp(8))
    private val byNeed = context.chip(R.string.today_by_need) { tell(TodayEvent.OrderBy(Order.Need)) }
    private val byDistance = context.chip(R.string.today_by_distance) { tell(TodayEvent.OrderBy(Order.Near)) }
    private val orders = Flow(context, byNeed, byDistance, find).wide().margins(top = context.dp(8))
    private val note: TextView = context.text(R.style.Text_Small).margins(top = context.dp(8))
    private val rows = DueAdapter(context, tell)
    private val list = ListView(context).apply {
        divider = null
        selector = ColorDrawable(Color.TRANSPARENT)
        setPadding(context.px(R.dimen.edge), context.dp(8), context.px(R.dimen.edge), 0)
        clipToPadding = false
        addHeaderView(header(), null, false)
        adapter = rows
    }
    private var shown = TodayState()
    private val start: TextView = context.mainButton { press() }

    override val view: View get() = page.view

    init {
        page.title(context.getString(R.string.today_title))
        showNews(shown.newer)
        page.top.addView(waiting.view)
        page.list(list)
        page.bottom.addView(start)
        start.shownIf(false)
        search.shownIf(false)
    }

    private fun header() = context.column(update.view, drafts.view, asked.view, stage.view, headline, orders, search, note)
        .apply { setPadding(0, 0, 0, context.px(R.dimen.gap)) }

    override fun show(state: TodayState) {
        val before = shown
        shown = state
        val frame = state.frame
        val stage = frame?.stage()
        page.subtitle(frame?.subtitle?.here(context).orEmpty())
        headline.text = frame?.headline?.here(context).orEmpty()
        headline.shownIf(stage == YearStage.UnderWay)
        orders.shownIf(stage != null && stage != YearStage.NothingArrived)
        waiting.show(frame, state.sending)
        update.show(frame?.update)
        drafts.show(frame, state.drafts)
        asked.show(frame)
        this.stage.show(stage, state.sending)
        byNeed.pressed(state.order == Order.Need)
        byDistance.pressed(state.order == Order.Near)
        find.pressed(state.searching == Fold.Open)
        showSearch(before, state)
        showNote(state)
        rows.show(state)
        showStart(state)
        if (state.newer != before.newer) showNews(state.newer)
    }

    /** Something new behind the settings is a dot on their button, and no more. */
    private fun showNews(news: News) = when (news) {
        News.None -> page.endButton(R.drawable.ic_more, R.string.today_settings) { tell(TodayEvent.Settings) }
        News.Some -> page.endButton(R.drawable.ic_more_new, R.string.today_settings_newer) { tell(TodayEvent.Settings) }
    }

    private fun showSearch(before: TodayState, state: TodayState) {
        search.keeps(state.search)
        search.shownIf(state.searching == Fold.Open)
        if (before.searching == state.searching) return
        val keyboard = context.getSystemService(InputMethodManager::class.java)
        if (state.searching == Fold.Open) {
            search.requestFocus()
            keyboard.showSoftInput(search, 0)
        } else {
            search.clearFocus()
            keyboard.hideSoftInputFromWindow(search.windowToken, 0)
        }
    }

    private fun showNote(state: TodayState) {
        val words = when {
            state.found?.isEmpty() == true -> R.string.today_not_found
            state.noDistance != null -> R.string.today_no_distance
            else -> null
        }
        note.shownIf(words != null)
        if (words != null) note.setText(words)
    }

    private fun showStart(state: TodayState) {
        val first = state.first()
        start.shownIf(first != null)
        if (first == null) return
        val begun = state.frame?.drafts.orEmpty().any { it.household == first.household && !it.late }
        val words = if (begun) R.string.today_go_on_with else R.string.today_start
        start.text = context.getString(words, context.getString(R.string.home_of, first.head))
    }

    private fun press() {
        val first = shown.first() ?: return
        tell(TodayEvent.Start(first.household))
    }
}
