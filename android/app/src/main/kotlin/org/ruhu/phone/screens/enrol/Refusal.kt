package org.ruhu.phone.screens.enrol

import org.ruhu.phone.R
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.ui.sentence

/** The server's code for a key that it gave to somebody else or has revoked: another key is the cure. */
internal const val KEY_TAKEN = "key_taken"

/**
 * What a refused enrolment is told by. The server refuses by a stable code and an English line for whoever looks after it;
 * what a cadre can do about it stands in this app's strings, in both languages. All else is in the core's words.
 */
internal fun refusal(trouble: AppException): EnrolTrouble = when ((trouble as? FixThis)?.code) {
    "code_used" -> EnrolTrouble.Own(R.string.enrol_code_used)
    "code_expired" -> EnrolTrouble.Own(R.string.enrol_code_expired)
    "no_such_code", "bad_code" -> EnrolTrouble.Own(R.string.enrol_code_unknown)
    "another_server" -> EnrolTrouble.Own(R.string.enrol_another_server)
    "no_such_path" -> EnrolTrouble.Own(R.string.enrol_no_look_up)
    KEY_TAKEN -> EnrolTrouble.Own(R.string.enrol_key_taken)
    else -> EnrolTrouble.FromCore(trouble.sentence())
}
