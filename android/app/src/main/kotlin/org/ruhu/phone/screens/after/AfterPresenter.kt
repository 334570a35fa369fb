package org.ruhu.phone.screens.after

import org.ruhu.phone.Place
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.Mode
import org.ruhu.phone.core.VisitId
import org.ruhu.phone.core.isNotFound
import org.ruhu.phone.road.SendingNow
import org.ruhu.phone.screens.Presenter

/** Tells what the visit was worth. Finishing twice answers as the first time: so this page outlives a kill. */
class AfterPresenter(private val visit: VisitId, session: Session, stage: Stage) :
    Presenter<AfterState, AfterEvent>(AfterState(), session, stage) {
    private var heard: SendingNow = SendingNow.Idle(null)

    /** A run that ended may have taken the visit: whether it is sent is asked of the core, for the words and the strip alike. */
    private val watcher: (SendingNow) -> Unit = { now ->
        val ended = now !== heard && now is SendingNow.Idle && now.ended != null
        heard = now
        show(state.copy(sending = now))
        if (ended && state.finished?.sent != true) tell()
    }
    private var watches = false

    override fun shown() {
        heard = session.sending.now
        if (!watches) session.sending.watch(watcher)
        watches = true
        work {
            val finished = session.core().finish(visit.asDraft())
            show(state.copy(finished = finished))
            session.morning.askOnce(stage)
        }
    }

    private fun tell() = work {
        val finished = session.core().finish(visit.asDraft())
        show(state.copy(finished = finished))
    }

    override fun hidden() {
        session.sending.unwatch(watcher)
        watches = false
    }

    override fun on(event: AfterEvent) {
        when (event) {
            is AfterEvent.Start -> work {
                val draft = session.core().start(event.household, Mode.ON_SITE).draft.id
                stage.restart(Place.Today)
                stage.go(Place.Visit(draft))
            }
            AfterEvent.Today -> stage.restart(Place.Today)
        }
    }

    /** Of another phone, or taken back by the township meanwhile: nothing to tell. */
    override fun failed(trouble: AppException) {
        if (state.finished == null && trouble.isNotFound) {
            stage.restart(Place.Today)
        } else {
            super.failed(trouble)
        }
    }
}
