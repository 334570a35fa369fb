package org.ruhu.phone.screens.household

import org.ruhu.phone.core.Day
import org.ruhu.phone.core.DraftId
import org.ruhu.phone.core.HouseholdFile
import org.ruhu.phone.core.ProblemNow
import org.ruhu.phone.core.Text
import org.ruhu.phone.core.VisitLine
import org.ruhu.phone.maps.MapApp
import org.ruhu.phone.ui.Fold

/** 一户一档 */
data class HouseholdState(
    /** The phone's China day. */
    val today: Day,
    val file: HouseholdFile? = null,
    /** Why the file cannot be shown, in the core's words: it went to another township, say. */
    val gone: Text? = null,
    /** Whether each window's account is shown. */
    val account: Fold = Fold.Closed,
    /** Several map apps are there: the cadre chooses. */
    val maps: List<MapApp> = emptyList(),
)

/** How a household was told what is collected of it. The word is the record's. */
enum class NoticeWay(val word: String) {
    Aloud("read_aloud"),
    Paper("paper"),
}

/** What the cadre does on this screen. */
sealed interface HouseholdEvent {
    data object Start : HouseholdEvent
    data class GoOn(val draft: DraftId) : HouseholdEvent
    data object GiveHelp : HouseholdEvent
    data object FindProblem : HouseholdEvent
    data class MoveProblem(val problem: ProblemNow) : HouseholdEvent
    data object LateEntry : HouseholdEvent
    data object Plan : HouseholdEvent
    data class Correct(val visit: VisitLine) : HouseholdEvent
    data class Notice(val how: NoticeWay) : HouseholdEvent
    data object Dial : HouseholdEvent
    data object Map : HouseholdEvent
    data class MapIn(val app: MapApp) : HouseholdEvent

    /** The choice of map apps was looked at. */
    data object MapsShown : HouseholdEvent
    data object Unfold : HouseholdEvent
    data object Back : HouseholdEvent
}

/** The version of the words that a household is told (`household_notice`); it is written into the record. */
const val NOTICE_VERSION = "2026-11"
