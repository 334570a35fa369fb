package org.ruhu.phone.screens.help

import org.ruhu.phone.Place
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.screens.Back
import org.ruhu.phone.screens.PresentedScreen

/** 帮扶记录 */
class HelpScreen private constructor(private val help: HelpPresenter, stage: Stage) :
    PresentedScreen<HelpState, HelpEvent>(help, { tell -> HelpView(stage.activity, tell) }) {
    constructor(place: Place.Help, session: Session, stage: Stage) : this(HelpPresenter(place, session, stage), stage)

    override fun result(request: Int, result: Int) {
        help.result(request, result)
    }

    /** A photo that lies over the page goes first. */
    override fun back(): Back {
        if (help.state.large == null) return Back.Leave
        help.on(HelpEvent.ClosePhoto)
        return Back.Done
    }
}
