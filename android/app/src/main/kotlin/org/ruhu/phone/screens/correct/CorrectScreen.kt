package org.ruhu.phone.screens.correct

import org.ruhu.phone.Place
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 更正 */
fun correctScreen(place: Place.Correct, session: Session, stage: Stage): Screen =
    PresentedScreen(CorrectPresenter(place, session, stage)) { tell -> CorrectView(stage.activity, tell) }
