package org.ruhu.phone.screens.plan

import org.ruhu.phone.Place
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 一户一策 */
fun planScreen(place: Place.Plan, session: Session, stage: Stage): Screen =
    PresentedScreen(PlanPresenter(place, session, stage)) { tell -> PlanView(stage.activity, tell) }
