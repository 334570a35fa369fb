package org.ruhu.phone.screens.problem

import org.ruhu.phone.Place
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 问题 */
fun problemScreen(place: Place.Problem, session: Session, stage: Stage): Screen =
    PresentedScreen(ProblemPresenter(place, session, stage)) { tell -> ProblemView(stage.activity, tell) }
