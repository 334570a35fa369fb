package org.ruhu.phone.screens.today

import org.ruhu.phone.core.CompanionAsk
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.DraftId
import org.ruhu.phone.core.DraftLine
import org.ruhu.phone.core.DueRow
import org.ruhu.phone.core.HelpBegun
import org.ruhu.phone.core.HouseholdNo
import org.ruhu.phone.core.Text
import org.ruhu.phone.core.VisitId
import org.ruhu.phone.platform.Access
import org.ruhu.phone.road.SendingNow
import org.ruhu.phone.ui.Fold

/** 今天: what the due list shows. */
data class TodayState(
    val frame: TodayFrame? = null,
    val order: Order = Order.Need,
    val list: DueList = DueList(),
    /** Whether the search's box is shown. */
    val searching: Fold = Fold.Closed,
    /** What is typed into the search; empty for none. */
    val search: String = "",
    /** What the search found; absent when nothing is searched for. */
    val found: List<DueRow>? = null,
    /** Why the list cannot be in the order of distance, when it was asked for. */
    val noDistance: Access? = null,
    /** The sending as it stands; on the first day it is what everybody waits for. */
    val sending: SendingNow = SendingNow.Idle(null),
    /** Whether a newer version of the app waits in the settings. */
    val newer: News = News.None,
    /** Whether all visits begun are shown, or the newest few. */
    val drafts: Fold = Fold.Closed,
) {
    /** The household that the main button leads to; none when nobody has to be visited any more. */
    fun first(): DueRow? = if (found == null && frame?.stage() == YearStage.Done) null else (found?.firstOrNull() ?: list.row(0))
}

/** What stands above the list. */
data class TodayFrame(
    val today: Day,
    val subtitle: Text,
    val headline: Text,
    /** What the cadre has to do about the app itself. */
    val update: Text?,
    val households: Int,
    val toVisit: Int,
    val waiting: Int,
    val waitingBytes: ULong,
    val stuck: Int,
    val drafts: List<DraftLine>,
    /** Help of which photos were taken and that was not written yet. */
    val help: List<HelpBegun>,
    /** Visits of colleagues that name this cadre and wait for a word. */
    val asked: List<CompanionAsk>,
) {
    /** Where the year stands for this cadre. */
    fun stage(): YearStage = when {
        households == 0 -> YearStage.NothingArrived
        toVisit == 0 -> YearStage.Done
        else -> YearStage.UnderWay
    }
}

/** Where the year stands. */
enum class YearStage {
    /** The first day: the households have not come yet. */
    NothingArrived,

    /** Somebody is still to be visited. */
    UnderWay,

    /** Everybody has enough. */
    Done,
}

/** Whether there is something new behind the settings' button. */
enum class News { None, Some }

/** In which order. */
enum class Order { Need, Near }

/** The list as far as it is near the eye: pages of the core's, so that 20,000 households cost what is on the screen. */
data class DueList(val size: Int = 0, val pages: Map<Int, List<DueRow>> = emptyMap()) {
    /** The row at this place, if its page is here. */
    fun row(at: Int): DueRow? = pages[at / PAGE]?.getOrNull(at % PAGE)

    /** With another page; pages far from it are let go. */
    fun with(page: Int, rows: List<DueRow>, size: Int) =
        DueList(size, pages.filterKeys { it in page - NEAR..page + NEAR } + (page to rows))

    companion object {
        const val PAGE = 40

        /** So many pages before and after stay: a thousand rows. */
        const val NEAR = 12
    }
}

/** What the cadre does on this screen. */
sealed interface TodayEvent {
    /** The row at this place is about to be seen. */
    data class Seen(val at: Int) : TodayEvent
    data class Open(val household: HouseholdNo) : TodayEvent
    data class Start(val household: HouseholdNo) : TodayEvent
    data class GoOn(val draft: DraftId) : TodayEvent

    /** A draft that cannot be read is thrown away, once the cadre has said yes. */
    data class ThrowAway(val draft: DraftId) : TodayEvent
    data class GoOnHelping(val household: HouseholdNo) : TodayEvent

    /** This cadre was at a colleague's visit. */
    data class WasThere(val visit: VisitId) : TodayEvent

    /** This cadre was not, and says so. */
    data class WasNotThere(val ask: CompanionAsk) : TodayEvent
    data object OpenSearch : TodayEvent
    data class Search(val text: String) : TodayEvent
    data class OrderBy(val order: Order) : TodayEvent
    data object AllDrafts : TodayEvent

    /** Go online now: the households are to come. */
    data object Fetch : TodayEvent
    data object Outbox : TodayEvent
    data object Settings : TodayEvent
}
