package org.ruhu.phone.screens.outbox

import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.platform.RomPages
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 上传箱 */
fun outboxScreen(session: Session, stage: Stage): Screen =
    PresentedScreen(OutboxPresenter(session, stage)) { tell ->
        OutboxPage(stage.activity, RomPages.words(session.platform.phone.maker), tell)
    }
