package org.ruhu.phone.screens.after

import org.ruhu.phone.Place
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.VisitId
import org.ruhu.phone.screens.Back
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** After a visit. It stands alone on the stage: the way back is the due list, not the finished visit. */
fun afterScreen(visit: VisitId, session: Session, stage: Stage): Screen = AfterScreen(AfterPresenter(visit, session, stage), stage)

private class AfterScreen(after: AfterPresenter, private val stage: Stage) :
    PresentedScreen<AfterState, AfterEvent>(after, { tell -> AfterView(stage.activity, tell) }) {
    override fun back(): Back {
        stage.restart(Place.Today)
        return Back.Done
    }
}
