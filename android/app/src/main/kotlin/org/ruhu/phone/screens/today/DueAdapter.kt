package org.ruhu.phone.screens.today

import android.content.Context
import android.view.View
import android.view.ViewGroup
import android.widget.BaseAdapter
import org.ruhu.phone.core.DueRow

/** Hands recycled rows to the list; a row whose page has not come yet is an empty card for a moment. */
class DueAdapter(private val context: Context, private val tell: (TodayEvent) -> Unit) : BaseAdapter() {
    private var state = TodayState()

    fun show(next: TodayState) {
        val before = state
        state = next
        if (before.list != next.list || before.found != next.found) notifyDataSetChanged()
    }

    override fun getCount(): Int = state.found?.size ?: state.list.size

    override fun getItem(at: Int): DueRow? = state.found?.getOrNull(at) ?: state.list.row(at)

    override fun getItemId(at: Int): Long = at.toLong()

    override fun getView(at: Int, old: View?, parent: ViewGroup): View {
        if (state.found == null) {
            tell(TodayEvent.Seen(at))
            if (at + AHEAD < count) tell(TodayEvent.Seen(at + AHEAD))
        }
        val row = (old?.tag as? DueRowView) ?: DueRowView(context, tell)
        row.show(getItem(at))
        return row.view
    }

    private companion object {
        /** Pages are asked for before they come into sight. */
        const val AHEAD = 20
    }
}
