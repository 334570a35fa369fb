package org.ruhu.phone.screens.late

import org.ruhu.phone.Place
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 补录 */
fun lateScreen(place: Place.LateEntry, session: Session, stage: Stage): Screen =
    PresentedScreen(LatePresenter(place, session, stage)) { tell -> LateView(stage.activity, tell) }
