package org.ruhu.phone.screens.verdict

import org.ruhu.phone.Place
import org.ruhu.phone.Question
import org.ruhu.phone.R
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.DraftChange
import org.ruhu.phone.core.DraftId
import org.ruhu.phone.core.FarReasonChange
import org.ruhu.phone.core.Mode
import org.ruhu.phone.core.ModeChange
import org.ruhu.phone.core.NoFixReasonChange
import org.ruhu.phone.core.RefusedReasonChange
import org.ruhu.phone.core.Verdict
import org.ruhu.phone.core.isNotFound
import org.ruhu.phone.screens.Presenter
import org.ruhu.phone.screens.visit.Doorstep
import org.ruhu.phone.screens.visit.PositionCure
import org.ruhu.phone.screens.visit.finishVisit

/** What is missing, while it can still be brought: the door is the same as on the page before. */
class VerdictPresenter(private val id: DraftId, session: Session, stage: Stage) :
    Presenter<VerdictState, VerdictEvent>(VerdictState(), session, stage) {
    private val door = Doorstep(id, session, stage, ::work) { show(state.copy(here = it)) }

    fun positionCure(): PositionCure? = door.now.cure

    override fun shown() = door.shown()

    override fun hidden() = door.hidden()

    fun result(request: Int, result: Int) = door.result(request, result)

    override fun on(event: VerdictEvent) {
        when (event) {
            VerdictEvent.TakePhoto -> door.intake.open()
            VerdictEvent.WouldRatherNot -> show(state.copy(refusing = !state.refusing))
            is VerdictEvent.Refused -> change(RefusedReasonChange(event.said))
            is VerdictEvent.Far -> change(FarReasonChange(event.said))
            is VerdictEvent.NoFix -> change(NoFixReasonChange(event.said))
            is VerdictEvent.Cure -> door.cure(event.cure)
            VerdictEvent.OnSite -> work { door.changeMode(ModeChange(Mode.ON_SITE)) }
            VerdictEvent.Later -> stage.restart(Place.Today)
            VerdictEvent.Finish -> finish()
            VerdictEvent.Back -> stage.back()
        }
    }

    private fun change(change: DraftChange) = work { door.change(change) }

    /** What does not count is finished only by somebody who knows that. */
    private fun finish() = work {
        door.intake.takeIn()
        if (door.judge().verdict == Verdict.DOES_NOT_COUNT) {
            stage.confirm(sure()) { work { finishVisit(id, session, stage) } }
        } else {
            finishVisit(id, session, stage)
        }
    }

    private fun sure(): Question {
        val context = stage.activity
        return Question(
            context.getString(R.string.verdict_no_title),
            context.getString(R.string.verdict_no_text),
            context.getString(R.string.verdict_no_yes),
            context.getString(R.string.verdict_no_no),
        )
    }

    override fun failed(trouble: AppException) {
        if (state.here.door == null && trouble.isNotFound) {
            stage.restart(Place.Today)
        } else {
            super.failed(trouble)
        }
    }
}
