package org.ruhu.phone.screens

import org.ruhu.phone.Place
import org.ruhu.phone.Stage
import org.ruhu.phone.World
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
fun screenOf(place: Place, world: World, stage: Stage): Screen = when (place) {
    Place.Consent -> firstScreen(world, stage)
    Place.Enrol -> enrolScreen(world, stage)
    Place.Settings -> settingsScreen(world, stage)
    Place.Today -> todayScreen(world, stage)
    is Place.Household -> householdScreen(place, world, stage)
    is Place.Help -> HelpScreen(place, world, stage)
    is Place.Problem -> problemScreen(place, world, stage)
    is Place.Plan -> planScreen(place, world, stage)
    is Place.Correct -> correctScreen(place, world, stage)
    is Place.LateEntry -> lateScreen(place, world, stage)
    is Place.Visit -> VisitScreen(place.draft, world, stage)
    is Place.Verdict -> VerdictScreen(place.draft, world, stage)
    is Place.After -> afterScreen(place.visit, world, stage)
    Place.Outbox -> outboxScreen(world, stage)
}
