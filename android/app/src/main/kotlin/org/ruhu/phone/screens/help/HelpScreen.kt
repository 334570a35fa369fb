package org.ruhu.phone.screens.help

import org.ruhu.phone.Place
import org.ruhu.phone.Stage
import org.ruhu.phone.World
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 帮扶记录 */
fun helpScreen(place: Place.Help, world: World, stage: Stage): Screen =
    PresentedScreen(HelpPresenter(place, world, stage)) { tell -> HelpView(stage.activity, tell) }
