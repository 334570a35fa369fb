package org.ruhu.phone.screens.outbox

import org.ruhu.phone.Stage
import org.ruhu.phone.World
import org.ruhu.phone.platform.RomPages
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 上传箱 */
fun outboxScreen(world: World, stage: Stage): Screen =
    PresentedScreen(OutboxPresenter(world, stage)) { tell ->
        OutboxPage(stage.activity, RomPages.words(world.platform.phone.maker), tell)
    }
