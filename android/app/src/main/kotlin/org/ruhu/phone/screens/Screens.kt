package org.ruhu.phone.screens

import org.ruhu.phone.Place
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.screens.after.afterScreen
import org.ruhu.phone.screens.correct.correctScreen
import org.ruhu.phone.screens.enrol.enrolScreen
import org.ruhu.phone.screens.first.firstScreen
import org.ruhu.phone.screens.help.HelpScreen
import org.ruhu.phone.screens.household.householdScreen
import org.ruhu.phone.screens.late.lateScreen
import org.ruhu.phone.screens.outbox.outboxScreen
import org.ruhu.phone.screens.plan.planScreen
import org.ruhu.phone.screens.problem.problemScreen
import org.ruhu.phone.screens.settings.settingsScreen
import org.ruhu.phone.screens.today.todayScreen
import org.ruhu.phone.screens.verdict.VerdictScreen
import org.ruhu.phone.screens.visit.VisitScreen

/** The screen of a place. */
fun screenOf(place: Place, session: Session, stage: Stage): Screen = when (place) {
    Place.Consent -> firstScreen(session, stage)
    Place.Enrol -> enrolScreen(session, stage)
    Place.Settings -> settingsScreen(session, stage)
    Place.Today -> todayScreen(session, stage)
    is Place.Household -> householdScreen(place, session, stage)
    is Place.Help -> HelpScreen(place, session, stage)
    is Place.Problem -> problemScreen(place, session, stage)
    is Place.Plan -> planScreen(place, session, stage)
    is Place.Correct -> correctScreen(place, session, stage)
    is Place.LateEntry -> lateScreen(place, session, stage)
    is Place.Visit -> VisitScreen(place.draft, session, stage)
    is Place.Verdict -> VerdictScreen(place.draft, session, stage)
    is Place.After -> afterScreen(place.visit, session, stage)
    Place.Outbox -> outboxScreen(session, stage)
}
