package org.ruhu.phone.screens.first

import org.ruhu.phone.Place
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.Urgency
import org.ruhu.phone.screens.Presenter

/**
 * The version of the text in `strings_first.xml`. A consent's record names it, so the words of a version never change:
 * another word there is another version here, and everybody is asked again.
 */
const val CONSENT_VERSION = "2026-11"

/** Takes the consent: as a record where one can be signed, else remembered until enrolment, which comes next. */
class FirstPresenter(session: Session, stage: Stage) : Presenter<FirstState, FirstEvent>(FirstState(), session, stage) {
    override fun on(event: FirstEvent) {
        when (event) {
            FirstEvent.Agree -> agree()
            FirstEvent.NotNow -> show(state.copy(phase = FirstPhase.NotNow))
        }
    }

    private fun agree() {
        work {
            val core = session.core()
            if (core.me() == null) {
                session.preferences.agreed = CONSENT_VERSION
                stage.go(Place.Enrol)
            } else {
                core.consent(CONSENT_VERSION)
                session.sending.send(Urgency.BY_ITSELF)
                stage.restart(Place.Today)
            }
        }
    }
}
