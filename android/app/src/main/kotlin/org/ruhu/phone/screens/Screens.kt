package org.ruhu.phone.screens

import org.ruhu.phone.Place
import org.ruhu.phone.Stage
import org.ruhu.phone.World
import org.ruhu.phone.screens.enrol.enrolScreen
import org.ruhu.phone.screens.first.firstScreen
import org.ruhu.phone.screens.settings.settingsScreen
import org.ruhu.phone.screens.today.todayScreen

/** The screen of a place. */
fun screenOf(place: Place, world: World, stage: Stage): Screen = when (place) {
    Place.Consent -> firstScreen(world, stage)
    Place.Enrol -> enrolScreen(world, stage)
    Place.Settings -> settingsScreen(world, stage)
    Place.Today -> todayScreen(world, stage)
    else -> todayScreen(world, stage)
}
