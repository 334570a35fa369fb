package org.ruhu.phone.ui

import org.ruhu.phone.R
import org.ruhu.phone.core.ReasonCode

/** A code in two or three words, for a visit that is over; at the door the core's own sentence says how to cure it. */
fun ReasonCode.wordRes(): Int = when (this) {
    ReasonCode.MODE_NOT_ALLOWED -> R.string.code_mode_not_allowed
    ReasonCode.MODE_NEEDS_WAIVER -> R.string.code_mode_needs_waiver
    ReasonCode.NOT_ASSIGNED -> R.string.code_not_assigned
    ReasonCode.LATE_ENTRY -> R.string.code_late_entry
    ReasonCode.LATE_ENTRY_TOO_LATE -> R.string.code_late_entry_too_late
    ReasonCode.FUTURE_TIME -> R.string.code_future_time
    ReasonCode.ANCHOR_UNTRUE -> R.string.code_anchor_untrue
    ReasonCode.CLOCK_MOVED -> R.string.code_clock_moved
    ReasonCode.NO_FIX -> R.string.code_no_fix
    ReasonCode.FIX_TOO_OLD -> R.string.code_fix_too_old
    ReasonCode.MOCK_FIX -> R.string.code_mock_fix
    ReasonCode.PLACE_UNKNOWN -> R.string.code_place_unknown
    ReasonCode.FAR_FROM_HOME -> R.string.code_far_from_home
    ReasonCode.TOO_FAR -> R.string.code_too_far
    ReasonCode.PHOTO_REFUSED -> R.string.code_photo_refused
    ReasonCode.PHOTOS_MISSING -> R.string.code_photos_missing
    ReasonCode.PHOTO_USED_BEFORE -> R.string.code_photo_used_before
    ReasonCode.PHOTO_SEEN_BEFORE -> R.string.code_photo_seen_before
    ReasonCode.NOBODY_MET -> R.string.code_nobody_met
    ReasonCode.STAY_SHORT -> R.string.code_stay_short
    ReasonCode.SAME_DAY -> R.string.code_same_day
    ReasonCode.GAP_TOO_SHORT -> R.string.code_gap_too_short
    ReasonCode.TWO_PLACES_AT_ONCE -> R.string.code_two_places_at_once
    ReasonCode.ONE_SPOT -> R.string.code_one_spot
    ReasonCode.TRAVEL_TOO_FAST -> R.string.code_travel_too_fast
}
