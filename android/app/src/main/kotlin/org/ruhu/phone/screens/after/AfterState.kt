package org.ruhu.phone.screens.after

import org.ruhu.phone.core.Finished
import org.ruhu.phone.core.HouseholdNo
import org.ruhu.phone.road.SendingNow

/** After a visit was finished. */
data class AfterState(val finished: Finished? = null, val sending: SendingNow = SendingNow.Idle(null))

/** Where to go from here. */
sealed interface AfterEvent {
    data class Start(val household: HouseholdNo) : AfterEvent
    data object Today : AfterEvent
}
