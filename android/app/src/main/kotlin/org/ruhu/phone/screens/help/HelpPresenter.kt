package org.ruhu.phone.screens.help

import android.os.Bundle
import org.ruhu.phone.Place
import org.ruhu.phone.R
import org.ruhu.phone.Stage
import org.ruhu.phone.World
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.HelpGiven
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.screens.FormPresenter
import org.ruhu.phone.ui.AmountTyped
import org.ruhu.phone.ui.dayOf
import org.ruhu.phone.ui.readYuan

/** Writes help given. */
class HelpPresenter(private val place: Place.Help, world: World, stage: Stage) :
    FormPresenter<HelpState, HelpEvent>(begin(place, world), place, world, stage) {

    override fun shown() {
        if (state.head.isEmpty()) work { show(state.copy(head = world.core().household(place.household).household.head)) }
    }

    override fun keep(state: HelpState): Bundle = state.form.kept()

    override fun on(event: HelpEvent) {
        val form = state.form
        when (event) {
            is HelpEvent.Kind -> write(form.copy(kind = event.kind))
            is HelpEvent.Said -> write(form.copy(text = event.text))
            is HelpEvent.Amount -> write(form.copy(amount = event.typed))
            is HelpEvent.On -> write(form.copy(day = event.day))
            is HelpEvent.FollowUp -> write(form.copy(followUp = event.day))
            HelpEvent.Clear -> {
                forget()
                show(HelpState(today(), HelpForm(today()), state.head))
            }
            HelpEvent.Save -> save()
            HelpEvent.Back -> stage.back()
        }
    }

    private fun write(form: HelpForm) = if (form == state.form) Unit else change(state.copy(form = form))

    private fun save() {
        show(state.copy(asked = Asked.Yes))
        val form = state.form
        val kind = form.kind
        if (form.missing() != null || kind == null) return
        val fen = (readYuan(form.amount) as? AmountTyped.Fen)?.fen
        save(R.string.saved) {
            world.core().help(HelpGiven(place.household, place.visit, kind, form.day, form.text.trim(), fen, form.followUp))
        }
    }

    private companion object {
        fun begin(place: Place.Help, world: World): HelpState {
            val today: Day = dayOf(world.platform.clocks.wall())
            val kept = world.forms.of(place) ?: return HelpState(today, HelpForm(today))
            return HelpState(today, HelpForm.of(kept, today), goesOn = true)
        }
    }
}
