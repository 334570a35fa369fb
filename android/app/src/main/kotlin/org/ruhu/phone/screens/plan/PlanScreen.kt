package org.ruhu.phone.screens.plan

import org.ruhu.phone.Place
import org.ruhu.phone.Stage
import org.ruhu.phone.World
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 一户一策 */
fun planScreen(place: Place.Plan, world: World, stage: Stage): Screen =
    PresentedScreen(PlanPresenter(place, world, stage)) { tell -> PlanView(stage.activity, tell) }
