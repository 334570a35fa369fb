package org.ruhu.phone.screens.verdict

import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.DraftId
import org.ruhu.phone.screens.PresentedScreen

/** 判定 */
class VerdictScreen private constructor(private val verdict: VerdictPresenter, stage: Stage) :
    PresentedScreen<VerdictState, VerdictEvent>(verdict, { tell -> VerdictView(stage.activity, verdict::positionCure, tell) }) {
    constructor(id: DraftId, session: Session, stage: Stage) : this(VerdictPresenter(id, session, stage), stage)

    override fun result(request: Int, result: Int) = verdict.result(request, result)
}
