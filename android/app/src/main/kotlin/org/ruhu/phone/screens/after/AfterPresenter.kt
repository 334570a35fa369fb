package org.ruhu.phone.screens.after

import org.ruhu.phone.Place
import org.ruhu.phone.Stage
import org.ruhu.phone.World
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.Mode
import org.ruhu.phone.core.VisitId
import org.ruhu.phone.road.SendingNow
import org.ruhu.phone.screens.Presenter

/** Tells what the visit was worth. Finishing twice answers as the first time: so this page outlives a kill. */
class AfterPresenter(private val visit: VisitId, world: World, stage: Stage) :
    Presenter<AfterState, AfterEvent>(AfterState(), world, stage) {
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
        heard = world.sending.now
        if (!watches) world.sending.watch(watcher)
        watches = true
        work {
            val finished = world.core().finish(visit.asDraft())
            show(state.copy(finished = finished))
            world.morning.askOnce(stage)
        }
    }

    private fun tell() = work {
        val finished = world.core().finish(visit.asDraft())
        show(state.copy(finished = finished))
    }

    override fun hidden() {
        world.sending.unwatch(watcher)
        watches = false
    }

    override fun on(event: AfterEvent) {
        when (event) {
            is AfterEvent.Start -> work {
                val draft = world.core().start(event.household, Mode.ON_SITE).draft.id
                stage.restart(Place.Today)
                stage.go(Place.Visit(draft))
            }
            AfterEvent.Today -> stage.restart(Place.Today)
        }
    }

    /** Of another phone, or taken back by the township meanwhile: nothing to tell. */
    override fun failed(trouble: AppException) {
        if (state.finished == null && trouble is FixThis && trouble.code == "not_found") {
            stage.restart(Place.Today)
        } else {
            super.failed(trouble)
        }
    }
}
