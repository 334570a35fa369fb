package org.ruhu.phone.screens.visit

import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.DraftId
import org.ruhu.phone.screens.Back
import org.ruhu.phone.screens.PresentedScreen

/** 走访 */
class VisitScreen private constructor(private val visit: VisitPresenter, stage: Stage) :
    PresentedScreen<VisitState, VisitEvent>(visit, { tell -> VisitView(stage.activity, visit::positionCure, tell) }) {
    constructor(id: DraftId, session: Session, stage: Stage) : this(VisitPresenter(id, session, stage), stage)

    override fun result(request: Int, result: Int) = visit.result(request, result)

    /** What lies over the page goes first. */
    override fun back(): Back {
        when {
            visit.state.large != null -> visit.on(VisitEvent.ClosePhoto)
            visit.state.signing -> visit.on(VisitEvent.Signed)
            else -> return Back.Leave
        }
        return Back.Done
    }
}
