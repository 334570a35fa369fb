package org.ruhu.phone.screens.today

import org.ruhu.phone.core.DraftLine
import org.ruhu.phone.core.DueRow
import org.ruhu.phone.core.Text
import org.ruhu.phone.platform.Access

/** 今天: what the due list shows. */
data class TodayState(
    val frame: TodayFrame? = null,
    val order: Order = Order.Need,
    val list: DueList = DueList(),
    /** What is typed into the search; empty for none. */
    val search: String = "",
    /** What the search found; absent when nothing is searched for. */
    val found: List<DueRow>? = null,
    /** Why the list cannot be in the order of distance, when it was asked for. */
    val noDistance: Access? = null,
)

/** What stands above the list. */
data class TodayFrame(
    val subtitle: Text,
    val headline: Text,
    val households: Int,
    val waiting: Int,
    val waitingBytes: ULong,
    val drafts: List<DraftLine>,
)

/** In which order. */
enum class Order { Need, Near }

/** The list as far as it has been shown: pages of the core's, so that 20,000 households cost what is on the screen. */
data class DueList(val size: Int = 0, val pages: Map<Int, List<DueRow>> = emptyMap()) {
    /** The row at this place, if its page has come. */
    fun row(at: Int): DueRow? = pages[at / PAGE]?.getOrNull(at % PAGE)

    companion object {
        const val PAGE = 40
    }
}

/** What the cadre does on this screen. */
sealed interface TodayEvent {
    /** The row at this place is about to be seen. */
    data class Seen(val at: Int) : TodayEvent
    data class Open(val household: String) : TodayEvent
    data class Start(val household: String) : TodayEvent
    data class GoOn(val draft: String) : TodayEvent
    data class Search(val text: String) : TodayEvent
    data class OrderBy(val order: Order) : TodayEvent
    data object Outbox : TodayEvent
    data object Settings : TodayEvent
}
