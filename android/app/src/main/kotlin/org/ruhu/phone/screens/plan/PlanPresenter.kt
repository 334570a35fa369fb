package org.ruhu.phone.screens.plan

import android.os.Bundle
import org.ruhu.phone.Place
import org.ruhu.phone.R
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.Plan
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.screens.FormPresenter
import org.ruhu.phone.ui.dayOf

/** Writes the yearly plan, whole: a later one stands in place of an earlier. */
class PlanPresenter(private val place: Place.Plan, session: Session, stage: Stage) :
    FormPresenter<PlanState, PlanEvent>(begin(place, session), place, session, stage) {

    override fun shown() {
        if (state.written != null) return
        work {
            val file = session.core().household(place.household)
            val form = if (state.goesOn) state.form else written(file.plans, state.form.year)
            show(state.copy(head = file.household.head, written = file.plans, form = form))
        }
    }

    override fun keep(state: PlanState): Bundle = state.form.kept()

    override fun on(event: PlanEvent) {
        val form = state.form
        when (event) {
            is PlanEvent.Year -> year(event.year)
            PlanEvent.Add -> write(form.copy(measures = form.measures + MeasureForm(), open = form.measures.size))
            is PlanEvent.Open -> write(form.copy(open = if (form.open == event.at) null else event.at))
            is PlanEvent.Remove -> write(form.copy(measures = form.measures.filterIndexed { at, _ -> at != event.at }, open = null))
            is PlanEvent.Kind -> write(form.with(event.at) { it.copy(kind = event.kind) })
            is PlanEvent.Said -> write(form.with(event.at) { it.copy(text = event.text) })
            is PlanEvent.Outcome -> write(form.with(event.at) { it.copy(outcome = event.text) })
            PlanEvent.Clear -> {
                forget()
                show(state.copy(form = written(state.written.orEmpty(), form.year), goesOn = false, asked = Asked.NotYet))
            }
            PlanEvent.Save -> save()
            PlanEvent.Back -> stage.back()
        }
    }

    /** Another year's plan comes into the form; what was written of this one and not saved would be lost, so it is asked. */
    private fun year(year: Int) {
        if (year == state.form.year) return
        val changed = state.form.copy(open = null) != written(state.written.orEmpty(), state.form.year)
        val turn = {
            forget()
            show(state.copy(form = written(state.written.orEmpty(), year), goesOn = false, asked = Asked.NotYet))
        }
        if (changed) stage.confirm(otherYear(stage.activity), turn) else turn()
    }

    private fun write(form: PlanForm) = if (form == state.form) Unit else change(state.copy(form = form))

    private fun save() {
        show(state.copy(asked = Asked.Yes))
        val form = state.form
        val measures = form.measures.mapNotNull(MeasureForm::measure)
        if (form.missing() == null) save(R.string.saved) { session.core().plan(place.household, form.year, measures) }
    }

    private companion object {
        fun begin(place: Place.Plan, session: Session): PlanState {
            val year = dayOf(session.platform.clocks.wall()).year
            val kept = session.forms.of(place)
            return PlanState(year, kept?.let(PlanForm::of) ?: PlanForm(year), goesOn = kept != null)
        }

        fun written(plans: List<Plan>, year: Int): PlanForm = plans.firstOrNull { it.year == year }?.let(PlanForm::of) ?: PlanForm(year)
    }
}
