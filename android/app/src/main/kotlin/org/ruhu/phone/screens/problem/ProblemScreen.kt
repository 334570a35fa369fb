package org.ruhu.phone.screens.problem

import org.ruhu.phone.Place
import org.ruhu.phone.Stage
import org.ruhu.phone.World
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 问题 */
fun problemScreen(place: Place.Problem, world: World, stage: Stage): Screen =
    PresentedScreen(ProblemPresenter(place, world, stage)) { tell -> ProblemView(stage.activity, tell) }
