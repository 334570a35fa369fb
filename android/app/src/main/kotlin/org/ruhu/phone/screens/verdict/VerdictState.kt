package org.ruhu.phone.screens.verdict

import org.ruhu.phone.screens.visit.DoorNow
import org.ruhu.phone.screens.visit.PositionCure

/** 判定: why a visit does not count yet. */
data class VerdictState(
    val here: DoorNow = DoorNow(),
    /** The reasons for no photo are shown. */
    val refusing: Boolean = false,
)

/** What the cadre does about it. */
sealed interface VerdictEvent {
    data object TakePhoto : VerdictEvent
    data object WouldRatherNot : VerdictEvent
    data class Refused(val said: String?) : VerdictEvent
    data class Far(val said: String?) : VerdictEvent
    data class NoFix(val said: String?) : VerdictEvent
    data class Cure(val cure: PositionCure) : VerdictEvent
    data object OnSite : VerdictEvent
    data object Later : VerdictEvent
    data object Finish : VerdictEvent
    data object Back : VerdictEvent
}
