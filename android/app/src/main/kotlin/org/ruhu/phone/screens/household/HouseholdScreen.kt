package org.ruhu.phone.screens.household

import org.ruhu.phone.Place
import org.ruhu.phone.Stage
import org.ruhu.phone.World
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 一户一档 */
fun householdScreen(place: Place.Household, world: World, stage: Stage): Screen =
    PresentedScreen(HouseholdPresenter(place.household, world, stage)) { tell -> HouseholdView(stage.activity, tell) }
