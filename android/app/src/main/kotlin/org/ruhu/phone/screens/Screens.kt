package org.ruhu.phone.screens

import org.ruhu.phone.Place
import org.ruhu.phone.Stage
import org.ruhu.phone.World
import org.ruhu.phone.core.Core
import org.ruhu.phone.screens.household.householdScreen
import org.ruhu.phone.screens.today.todayScreen

/** The screen of a place. */
fun screenOf(place: Place, world: World, stage: Stage): Screen = when (place) {
    Place.Today -> todayScreen(world, stage)
    is Place.Household -> householdScreen(place, world, stage)
    else -> todayScreen(world, stage)
}

/** Where the app begins: consent and enrolment come once, then it is always the due list. */
suspend fun firstPlace(core: Core): Place = when {
    core.me() == null -> Place.Consent
    core.consented() == null -> Place.Consent
    else -> Place.Today
}
