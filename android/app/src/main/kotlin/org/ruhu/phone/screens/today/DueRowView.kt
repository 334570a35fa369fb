package org.ruhu.phone.screens.today

import android.content.Context
import android.view.View
import android.widget.FrameLayout
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.DueRow
import org.ruhu.phone.ui.Flow
import org.ruhu.phone.ui.StripView
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.distanceText
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.inside
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.px
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.tag
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.tone
import org.ruhu.phone.ui.toned
import org.ruhu.phone.ui.touchable
import org.ruhu.phone.ui.wide
import org.ruhu.phone.ui.wordRes

/** A household of the due list: a tap opens its file, the button begins the visit. */
class DueRowView(private val context: Context, private val tell: (TodayEvent) -> Unit) {
    private var due: DueRow? = null
    private val name = context.text(R.style.Text_Title)
    private val distance = context.text(R.style.Text_Small)
    private val tag = context.tag()
    private val about = context.text(R.style.Text_Small)
    private val strip = StripView(context)
    private val count = context.text(R.style.Text_Small)
    private val ahead = context.text(R.style.Text_Small)
    private val start = context.smallButton(context.getString(R.string.today_visit)) {
        due?.let { tell(TodayEvent.Start(it.household)) }
    }
    private val card: LinearLayout = context.column(
        context.row(Flow(context, name, distance).grow(), tag.margins(left = context.dp(8))),
        context.row(
            context.column(about, strip.margins(top = context.dp(4))).grow(),
            start.margins(left = context.dp(8)),
        ).wide().margins(top = context.dp(2)),
        Flow(context, count, ahead).apply { lineGap = context.dp(2) }.wide().margins(top = context.dp(4)),
    )

    /** The row with the gap under it. */
    val view: View = FrameLayout(context).apply {
        addView(card)
        setPadding(0, 0, 0, context.px(R.dimen.gap))
        tag = this@DueRowView
    }

    init {
        card.background = context.touchable(context.ground(R.color.card, R.color.line))
        card.inside(context.dp(16), context.dp(10))
        card.isClickable = true
        card.isFocusable = true
        card.setOnClickListener { due?.let { tell(TodayEvent.Open(it.household)) } }
    }

    fun show(row: DueRow?) {
        due = row
        card.visibility = if (row == null) View.INVISIBLE else View.VISIBLE
        if (row == null) return
        name.text = row.head
        tag.toned(row.tone(), row.tag.here(context))
        about.text = listOfNotNull(
            row.group.ifEmpty { row.village },
            row.`class`?.let { context.getString(it.wordRes()) },
        ).joinToString(" · ")
        distance.shownIf(row.distanceM != null)
        distance.text = row.distanceM?.let { distanceText(context, it) }
        strip.show(row.strip)
        count.text = row.count.here(context)
        ahead.shownIf(row.ahead != null)
        ahead.text = row.ahead?.here(context)
        start.contentDescription = context.getString(R.string.today_start, context.getString(R.string.home_of, row.head))
    }
}
