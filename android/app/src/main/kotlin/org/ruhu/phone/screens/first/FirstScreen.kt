package org.ruhu.phone.screens.first

import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 用之前: what is collected and why. */
fun firstScreen(session: Session, stage: Stage): Screen =
    PresentedScreen(FirstPresenter(session, stage)) { tell -> FirstView(stage.activity, tell) }
