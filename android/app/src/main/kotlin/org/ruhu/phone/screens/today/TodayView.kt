package org.ruhu.phone.screens.today

import android.content.Context
import android.text.Editable
import android.text.InputType
import android.text.TextWatcher
import android.view.View
import android.widget.EditText
import android.widget.LinearLayout
import android.widget.ListView
import android.widget.TextView
import org.ruhu.phone.R
import org.ruhu.phone.screens.Showing
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.bandToned
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.chip
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.inside
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.pressed
import org.ruhu.phone.ui.px
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.sizeText
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.touchable
import org.ruhu.phone.ui.wide

/** The due list as drawn: who, how long still, the strip; one tap begins the visit. */
class TodayView(private val context: Context, private val tell: (TodayEvent) -> Unit) : Showing<TodayState> {
    private val page = Page(context)
    private val waiting: TextView = context.text(R.style.Text_Band).apply {
        inside(context.dp(20), context.dp(12))
        minimumHeight = context.px(R.dimen.target)
        gravity = android.view.Gravity.CENTER_VERTICAL
        isClickable = true
        isFocusable = true
        setOnClickListener { tell(TodayEvent.Outbox) }
        wide()
    }
    private val headline: TextView = context.text(R.style.Text_Strong)
    private val search = EditText(context).apply {
        setTextAppearance(R.style.Text_Body)
        setHint(R.string.today_search)
        inputType = InputType.TYPE_CLASS_TEXT
        isSingleLine = true
        minimumHeight = context.px(R.dimen.target)
        background = context.ground(R.color.card, R.color.line)
        inside(context.dp(14), context.dp(8))
        addTextChangedListener(Typed { tell(TodayEvent.Search(it)) })
        wide()
    }
    private val byNeed = context.chip(R.string.today_by_need) { tell(TodayEvent.OrderBy(Order.Need)) }
    private val byDistance = context.chip(R.string.today_by_distance) { tell(TodayEvent.OrderBy(Order.Near)) }
    private val note: TextView = context.text(R.style.Text_Small)
    private val goOn: LinearLayout = context.column().wide()
    private val rows = DueAdapter(context, tell)
    private val list = ListView(context).apply {
        divider = null
        selector = android.graphics.drawable.ColorDrawable(android.graphics.Color.TRANSPARENT)
        setPadding(context.px(R.dimen.edge), context.dp(12), context.px(R.dimen.edge), 0)
        clipToPadding = false
        addHeaderView(header(), null, false)
        adapter = rows
    }
    private var first: String? = null
    private val start: TextView = context.mainButton { first?.let { tell(TodayEvent.Start(it)) } }

    override val view: View get() = page.view

    init {
        page.title(context.getString(R.string.today_title))
        page.endButton(R.drawable.ic_more, R.string.today_settings) { tell(TodayEvent.Settings) }
        page.top.addView(waiting)
        page.list(list)
        page.bottom.addView(start)
        start.shownIf(false)
    }

    private fun header() = context.column(
        goOn,
        headline.margins(bottom = context.dp(8)),
        search,
        context.row(byNeed, byDistance.margins(left = context.dp(8))).margins(top = context.dp(8)),
        note,
    ).apply { setPadding(0, 0, 0, context.px(R.dimen.gap)) }

    override fun show(state: TodayState) {
        val frame = state.frame
        page.subtitle(frame?.subtitle?.here(context).orEmpty())
        headline.text = frame?.headline?.here(context).orEmpty()
        waiting.shownIf(frame != null && frame.waiting > 0)
        if (frame != null && frame.waiting > 0) {
            val words = context.getString(R.string.today_waiting, frame.waiting, sizeText(frame.waitingBytes))
            waiting.bandToned(Tone.Wait, "⋯ $words  ›")
        }
        byNeed.pressed(state.order == Order.Need)
        byDistance.pressed(state.order == Order.Near)
        note.shownIf(state.noDistance != null)
        if (state.noDistance != null) note.setText(R.string.today_no_distance)
        showDrafts(frame)
        rows.show(state)
        val top = state.found?.firstOrNull() ?: state.list.row(0)
        first = top?.household
        start.shownIf(top != null)
        if (top != null) start.text = context.getString(R.string.today_start, context.getString(R.string.home_of, top.head))
    }

    private fun showDrafts(frame: TodayFrame?) {
        goOn.removeAllViews()
        for (draft in frame?.drafts.orEmpty()) {
            val line = context.text(R.style.Text_Strong, context.getString(R.string.today_go_on, draft.head))
            val card = context.card(line)
            card.background = context.touchable(context.ground(R.color.due_soft, R.color.due))
            card.isClickable = true
            card.setOnClickListener { tell(TodayEvent.GoOn(draft.id)) }
            goOn.addView(card)
        }
    }
}

/** Hears what is typed. */
private class Typed(private val heard: (String) -> Unit) : TextWatcher {
    override fun beforeTextChanged(text: CharSequence, start: Int, count: Int, after: Int) = Unit
    override fun onTextChanged(text: CharSequence, start: Int, before: Int, count: Int) = Unit
    override fun afterTextChanged(text: Editable) = heard(text.toString())
}
