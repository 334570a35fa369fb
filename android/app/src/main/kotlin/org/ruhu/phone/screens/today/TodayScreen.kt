package org.ruhu.phone.screens.today

import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 今天 · 该去谁家 */
fun todayScreen(session: Session, stage: Stage): Screen =
    PresentedScreen(TodayPresenter(session, stage)) { tell -> TodayView(stage.activity, tell) }
