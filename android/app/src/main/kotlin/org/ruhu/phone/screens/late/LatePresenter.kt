package org.ruhu.phone.screens.late

import android.os.Bundle
import org.ruhu.phone.Place
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.screens.FormPresenter
import org.ruhu.phone.ui.dayOf

/** Asks when it was, then opens the visit's own page with a draft that is late. */
class LatePresenter(private val place: Place.LateEntry, session: Session, stage: Stage) :
    FormPresenter<LateState, LateEvent>(begin(place, session), place, session, stage) {

    override fun shown() {
        show(state.copy(now = session.platform.clocks.wall()))
        if (state.head.isEmpty()) {
            work {
                val head = session.core().household(place.household).household.head
                show(state.copy(head = head))
            }
        }
    }

    override fun keep(state: LateState): Bundle = state.form.kept()

    override fun on(event: LateEvent) {
        val form = state.form
        when (event) {
            is LateEvent.On -> write(form.copy(day = event.day))
            is LateEvent.Began -> write(form.copy(began = event.minutes))
            is LateEvent.Later -> form.began?.let { write(form.copy(began = (it + event.minutes).coerceIn(0, LAST_MINUTE))) }
            is LateEvent.Took -> write(form.copy(minutes = event.minutes.coerceIn(SHORTEST, LONGEST)))
            is LateEvent.By -> write(form.copy(mode = event.mode))
            LateEvent.Begin -> beginVisit()
            LateEvent.Back -> stage.back()
        }
    }

    private fun write(form: LateForm) = if (form == state.form) Unit else change(state.copy(form = form))

    private fun beginVisit() {
        show(state.copy(asked = Asked.Yes, now = session.platform.clocks.wall()))
        val form = state.form
        val (started, ended) = form.started() to form.ended()
        if (form.missing(state.now) != null || started == null || ended == null) return
        once {
            val door = session.core().lateEntry(place.household, form.mode, started, ended)
            forget()
            stage.replace(Place.Visit(door.draft.id))
        }
    }

    private companion object {
        const val LAST_MINUTE = 24 * 60 - 1
        const val SHORTEST = 5
        const val LONGEST = 12 * 60

        fun begin(place: Place.LateEntry, session: Session): LateState {
            val now = session.platform.clocks.wall()
            val today = dayOf(now)
            val yesterday = today.plusDays(-1)
            return LateState(now, today, session.forms.of(place)?.let { LateForm.of(it, yesterday) } ?: LateForm(yesterday))
        }
    }
}
