package org.ruhu.phone.screens.today

import org.ruhu.phone.Stage
import org.ruhu.phone.World
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 今天 · 该去谁家 */
fun todayScreen(world: World, stage: Stage): Screen =
    PresentedScreen(TodayPresenter(world, stage)) { tell -> TodayView(stage.activity, tell) }
