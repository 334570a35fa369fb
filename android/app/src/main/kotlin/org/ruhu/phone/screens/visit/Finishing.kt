package org.ruhu.phone.screens.visit

import org.ruhu.phone.Place
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.DraftId
import org.ruhu.phone.core.Reason
import org.ruhu.phone.core.ReasonCode
import org.ruhu.phone.core.Urgency
import org.ruhu.phone.core.Verdict

/** Signs the visit and begins to send it; what comes next is on the page after it. Twice is once. */
suspend fun finishVisit(id: DraftId, session: Session, stage: Stage) {
    session.core().finish(id)
    stage.restart(Place.After(id.asVisit()))
    session.sending.send(Urgency.BY_ITSELF)
}

/** Whether the cadre should see why, before it is finished. */
fun Door.worthCuring(): Boolean =
    verdict == Verdict.DOES_NOT_COUNT || (verdict == Verdict.NEEDS_REVIEW && reasons.any { it.curable(this) })

/** Whether something at the door would make this reason go away. */
fun Reason.curable(door: Door): Boolean = when (code) {
    ReasonCode.NO_FIX, ReasonCode.FIX_TOO_OLD, ReasonCode.MOCK_FIX -> door.draft.noFixReason == null
    ReasonCode.FAR_FROM_HOME, ReasonCode.TOO_FAR -> door.draft.farReason == null
    ReasonCode.PHOTOS_MISSING, ReasonCode.PHOTO_USED_BEFORE, ReasonCode.PHOTO_SEEN_BEFORE -> true
    ReasonCode.STAY_SHORT, ReasonCode.MODE_NOT_ALLOWED, ReasonCode.MODE_NEEDS_WAIVER -> true
    // Whom one met is quickly tapped wrong.
    ReasonCode.NOBODY_MET -> true
    ReasonCode.NOT_ASSIGNED, ReasonCode.LATE_ENTRY, ReasonCode.LATE_ENTRY_TOO_LATE -> false
    ReasonCode.FUTURE_TIME, ReasonCode.ANCHOR_UNTRUE, ReasonCode.CLOCK_MOVED -> false
    ReasonCode.PLACE_UNKNOWN, ReasonCode.PHOTO_REFUSED -> false
    ReasonCode.SAME_DAY, ReasonCode.GAP_TOO_SHORT -> false
    ReasonCode.TWO_PLACES_AT_ONCE, ReasonCode.ONE_SPOT, ReasonCode.TRAVEL_TOO_FAST -> false
}
