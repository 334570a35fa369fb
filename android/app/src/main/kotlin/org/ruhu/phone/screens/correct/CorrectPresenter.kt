package org.ruhu.phone.screens.correct

import android.os.Bundle
import org.ruhu.phone.Place
import org.ruhu.phone.R
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.Statements
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.screens.FormPresenter
import org.ruhu.phone.ui.dayOf

/** Reads what was stated, and writes what stands instead. */
class CorrectPresenter(private val place: Place.Correct, session: Session, stage: Stage) :
    FormPresenter<CorrectState, CorrectEvent>(begin(place, session), place, session, stage) {

    override fun shown() {
        if (state.before != null) return
        work {
            val file = session.core().household(place.household)
            val visit = file.visits.firstOrNull { it.visit == place.visit }
            val stated = visit?.statements
            if (visit == null || stated == null) {
                // Somebody else's visit, or one that is gone: there is nothing here to correct.
                stage.back()
            } else {
                val form = if (state.goesOn) state.form else CorrectForm(stated)
                show(state.copy(before = stated, form = form, head = file.household.head, day = visit.day))
            }
        }
    }

    override fun keep(state: CorrectState): Bundle = state.form.kept()

    override fun on(event: CorrectEvent) {
        val form = state.form
        val stated = form.statements
        when (event) {
            is CorrectEvent.MetSomebody -> write(form.copy(statements = stated.withMet(event.who)))
            is CorrectEvent.Looked -> {
                val living = event.part.with(stated.living, event.part.of(stated.living).next())
                write(form.copy(statements = stated.copy(living = living)))
            }
            is CorrectEvent.Said -> {
                // What a field cannot show differently is not a change: no text and an empty one are the same.
                if (event.text != event.part.of(stated).orEmpty()) {
                    write(form.copy(statements = event.part.with(stated, event.text.ifBlank { null })))
                }
            }
            is CorrectEvent.Why -> write(form.copy(why = event.text))
            CorrectEvent.Clear -> {
                forget()
                val before: Statements = state.before ?: nothingStated()
                show(state.copy(form = CorrectForm(before), goesOn = false, asked = Asked.NotYet))
            }
            CorrectEvent.Save -> save()
            CorrectEvent.Back -> stage.back()
        }
    }

    private fun write(form: CorrectForm) = if (form == state.form) Unit else change(state.copy(form = form))

    private fun save() {
        show(state.copy(asked = Asked.Yes))
        val form = state.form
        if (state.missing() == null) save(R.string.correct_saved) { session.core().correct(place.visit, form.statements, form.why.trim()) }
    }

    private companion object {
        fun begin(place: Place.Correct, session: Session): CorrectState {
            val today = dayOf(session.platform.clocks.wall())
            val kept = session.forms.of(place) ?: return CorrectState(today)
            return CorrectState(today, form = CorrectForm.of(kept), goesOn = true)
        }
    }
}
