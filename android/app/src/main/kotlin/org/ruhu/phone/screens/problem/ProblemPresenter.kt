package org.ruhu.phone.screens.problem

import android.os.Bundle
import org.ruhu.phone.Place
import org.ruhu.phone.R
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.ProblemFound
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.screens.FormPresenter
import org.ruhu.phone.ui.dayOf

/** Opens a problem, or moves one on. Closing it (销号) is the township's. */
class ProblemPresenter(private val place: Place.Problem, session: Session, stage: Stage) :
    FormPresenter<ProblemScreenState, ProblemEvent>(begin(place, session), place, session, stage) {

    override fun shown() {
        if (state.head.isNotEmpty()) return
        work {
            val file = session.core().household(place.household)
            val problem = file.problems.firstOrNull { it.now.problem == place.problem }
            show(state.copy(head = file.household.head, known = problem?.let(Known::There) ?: state.known))
        }
    }

    override fun keep(state: ProblemScreenState): Bundle = state.form.kept()

    override fun on(event: ProblemEvent) {
        val form = state.form
        when (event) {
            is ProblemEvent.Origin -> write(form.copy(origin = event.origin))
            is ProblemEvent.Kind -> write(form.copy(kind = event.kind))
            is ProblemEvent.Said -> write(form.copy(text = event.text))
            is ProblemEvent.FollowUp -> write(form.copy(followUp = event.day))
            is ProblemEvent.State -> write(form.copy(state = event.state))
            ProblemEvent.Clear -> {
                forget()
                show(ProblemScreenState(today(), head = state.head, known = state.known))
            }
            ProblemEvent.Save -> save()
            ProblemEvent.Back -> stage.back()
        }
    }

    private fun write(form: ProblemForm) = if (form == state.form) Unit else change(state.copy(form = form))

    private fun save() {
        show(state.copy(asked = Asked.Yes))
        val form = state.form
        if (form.missing(state.known) != null) return
        val text = form.text.trim()
        val (problem, next, kind) = Triple(place.problem, form.state, form.kind)
        when {
            problem != null && next != null -> save(R.string.saved) { session.core().moveProblem(problem, next, text, form.followUp) }
            problem == null && kind != null -> save(R.string.saved) {
                session.core().problem(ProblemFound(place.household, form.origin, kind, text, form.followUp))
            }
        }
    }

    private companion object {
        fun begin(place: Place.Problem, session: Session): ProblemScreenState {
            val kept = session.forms.of(place)
            return ProblemScreenState(
                today = dayOf(session.platform.clocks.wall()),
                form = kept?.let(ProblemForm::of) ?: ProblemForm(),
                known = if (place.problem == null) Known.New else Known.Coming,
                goesOn = kept != null,
            )
        }
    }
}
