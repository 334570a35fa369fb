package org.ruhu.phone.screens.enrol

import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.screens.Back
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 登记 */
fun enrolScreen(session: Session, stage: Stage): Screen = EnrolScreen(EnrolPresenter(session, stage), stage)

/** Going back goes back through its steps. */
private class EnrolScreen(private val steps: EnrolPresenter, stage: Stage) :
    PresentedScreen<EnrolState, EnrolEvent>(steps, { tell -> EnrolView(stage.activity, tell) }) {
    override fun back(): Back = steps.back()
    override fun result(request: Int, result: Int) = steps.result(request, result)
}
