package org.ruhu.phone.screens.help

import android.os.Bundle
import org.ruhu.phone.Place
import org.ruhu.phone.R
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.HelpGiven
import org.ruhu.phone.core.Sha256
import org.ruhu.phone.platform.StampHome
import org.ruhu.phone.platform.StampWords
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.screens.FormPresenter
import org.ruhu.phone.screens.photos.LargePhoto
import org.ruhu.phone.screens.photos.PhotoIntake
import org.ruhu.phone.screens.photos.Picture
import org.ruhu.phone.screens.photos.largePhoto
import org.ruhu.phone.screens.photos.stampHome
import org.ruhu.phone.ui.AmountTyped
import org.ruhu.phone.ui.dayOf
import org.ruhu.phone.ui.readYuan

/** Writes help given. */
class HelpPresenter(private val place: Place.Help, session: Session, stage: Stage) :
    FormPresenter<HelpState, HelpEvent>(begin(place, session), place, session, stage) {

    private val intake = PhotoIntake("help-${place.household}", session, stage, ::takeIn) { show(state.copy(incoming = it)) }
    private var home: StampHome? = null

    override fun shown() {
        work {
            if (state.head.isEmpty()) {
                val page = session.core().helpPage(place.household)
                show(state.copy(head = page.head, photos = page.photos, goesOn = state.goesOn || page.photos.isNotEmpty()))
            }
            intake.takeIn()
        }
    }

    fun result(request: Int, result: Int) = work { intake.back(request, result) }

    private suspend fun takeIn(picture: Picture) {
        val here = home ?: session.stampHome(place.household).also { home = it }
        session.core().helpPhoto(place.household, picture.stamped(session, StampWords.ofHelp(here, picture.taken)))
        reread()
    }

    private suspend fun reread() {
        val page = session.core().helpPage(place.household)
        show(state.copy(photos = page.photos))
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
            HelpEvent.TakePhoto -> intake.open()
            is HelpEvent.SeePhoto -> see(event.original)
            HelpEvent.ClosePhoto -> show(state.copy(large = null))
            is HelpEvent.RemovePhoto -> remove(event.original)
            HelpEvent.Clear -> clear()
            HelpEvent.Save -> save()
            HelpEvent.Back -> stage.back()
        }
    }

    private fun write(form: HelpForm) = if (form == state.form) Unit else change(state.copy(form = form))

    private fun see(original: Sha256) {
        val photo = state.photos.find { it.entry.original.sha256 == original } ?: return
        show(state.copy(large = LargePhoto(original, null)))
        work {
            val large = session.largePhoto(photo)
            if (state.large?.original == original) show(state.copy(large = large))
        }
    }

    private fun remove(original: Sha256) = work {
        session.core().removeHelpPhoto(place.household, original)
        show(state.copy(large = null))
        reread()
    }

    /** What was begun is not wanted, its photos neither. */
    private fun clear() = once {
        intake.drop()
        session.core().cancelHelp(place.household)
        forget()
        show(HelpState(today(), HelpForm(today()), state.head))
    }

    private fun save() {
        show(state.copy(asked = Asked.Yes))
        val form = state.form
        val kind = form.kind
        if (form.missing() != null || kind == null) return
        val fen = (readYuan(form.amount) as? AmountTyped.Fen)?.fen
        save(R.string.saved) {
            intake.takeIn()
            session.core().help(HelpGiven(place.household, place.visit, kind, form.day, form.text.trim(), fen, form.followUp))
        }
    }

    private companion object {
        fun begin(place: Place.Help, session: Session): HelpState {
            val today: Day = dayOf(session.platform.clocks.wall())
            val kept = session.forms.of(place) ?: return HelpState(today, HelpForm(today))
            return HelpState(today, HelpForm.of(kept, today), goesOn = true)
        }
    }
}
