package org.ruhu.phone.screens.visit

import org.ruhu.phone.Place
import org.ruhu.phone.Question
import org.ruhu.phone.R
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.CadreId
import org.ruhu.phone.core.CompanionsChange
import org.ruhu.phone.core.DraftChange
import org.ruhu.phone.core.DraftId
import org.ruhu.phone.core.FarReasonChange
import org.ruhu.phone.core.HouseholdNo
import org.ruhu.phone.core.Met
import org.ruhu.phone.core.ModeChange
import org.ruhu.phone.core.NoFixReasonChange
import org.ruhu.phone.core.RefusedReasonChange
import org.ruhu.phone.core.Sha256
import org.ruhu.phone.core.SignatureChange
import org.ruhu.phone.core.Statements
import org.ruhu.phone.core.isNotFound
import org.ruhu.phone.screens.Presenter
import org.ruhu.phone.screens.photos.LargePhoto
import org.ruhu.phone.screens.photos.largePhoto

/** A visit being written. Whatever the cadre does is on the disk before the next thing can be done. */
class VisitPresenter(private val id: DraftId, session: Session, stage: Stage) :
    Presenter<VisitState, VisitEvent>(VisitState(), session, stage) {
    private val door = Doorstep(id, session, stage, ::work, ::heard)
    private val saving = Saving(id, session, door::judged, ::failed)

    /** For the view: what would cure a missing position. */
    fun positionCure(): PositionCure? = door.now.cure

    override fun shown() = door.shown()

    override fun hidden() {
        saving.flush()
        door.hidden()
    }

    fun result(request: Int, result: Int) = door.result(request, result)

    /** The statements are the cadre's own from the first answer on; everything else is as the core has it. */
    private fun heard(now: DoorNow) {
        val first = now.door?.takeIf { state.here.door == null }
        show(state.copy(here = now, statements = first?.draft?.statements ?: state.statements))
    }

    override fun on(event: VisitEvent) {
        when (event) {
            VisitEvent.TakePhoto -> door.intake.open()
            is VisitEvent.SeePhoto -> see(event.original)
            VisitEvent.ClosePhoto -> show(state.copy(large = null))
            is VisitEvent.RemovePhoto -> remove(event.original)
            VisitEvent.WouldRatherNot -> wouldRatherNot()
            is VisitEvent.Refused -> change(RefusedReasonChange(event.said))
            is VisitEvent.Far -> change(FarReasonChange(event.said))
            is VisitEvent.NoFix -> change(NoFixReasonChange(event.said))
            is VisitEvent.Cure -> door.cure(event.cure)
            is VisitEvent.Meet -> saying { copy(met = met.toggled(event.who)) }
            is VisitEvent.Look -> saying { copy(living = event.part.with(living, event.part.of(living).tapped())) }
            is VisitEvent.Note -> saying { copy(note = event.text.ifBlank { null }) }
            is VisitEvent.Changed -> saying { copy(changes = event.changes) }
            is VisitEvent.Next -> saying { copy(nextStep = event.said) }
            VisitEvent.Help -> household()?.let { stage.go(Place.Help(it, id.asVisit())) }
            VisitEvent.Problem -> household()?.let { stage.go(Place.Problem(it)) }
            is VisitEvent.ByMode -> work { door.changeMode(ModeChange(event.mode)) }
            is VisitEvent.Unfold -> unfold(event.fold)
            is VisitEvent.Companion -> companion(event.cadre)
            is VisitEvent.SearchCompanion -> show(state.copy(companions = state.companions.copy(search = event.text)))
            VisitEvent.Sign -> show(state.copy(signing = true))
            is VisitEvent.Drawn -> change(SignatureChange(event.strokes))
            VisitEvent.Signed -> show(state.copy(signing = false))
            VisitEvent.Finish -> finish()
            VisitEvent.Cancel -> cancel()
            VisitEvent.Back -> stage.back()
        }
    }

    private fun household(): HouseholdNo? = state.here.door?.draft?.household

    private fun change(change: DraftChange) = work { door.change(change) }

    /** Something is stated: it is seen at once, and saved. */
    private fun saying(change: Statements.() -> Statements) {
        if (state.here.door == null) return
        val next = state.statements.change()
        if (next == state.statements) return
        show(state.copy(statements = next))
        saving.save(next)
    }

    private fun see(original: Sha256) {
        val photo = state.here.door?.draft?.photos?.find { it.entry.original.sha256 == original } ?: return
        show(state.copy(large = LargePhoto(original, null)))
        work {
            val large = session.largePhoto(photo)
            if (state.large?.original == original) show(state.copy(large = large))
        }
    }

    private fun remove(original: Sha256) = work {
        session.core().removePhoto(id, original)
        show(state.copy(large = null))
        door.judge()
    }

    /** The button opens the reasons; pressed once more it takes the reason back. */
    private fun wouldRatherNot() {
        val refused = state.here.door?.draft?.refusedReason != null
        show(state.copy(refusing = !refused && !state.refusing))
        if (refused) change(RefusedReasonChange(null))
    }

    private fun unfold(fold: FoldedCard) {
        show(state.copy(open = if (fold in state.open) state.open - fold else state.open + fold))
        if (fold != FoldedCard.Companions || state.companions.known != null) return
        work {
            val me = session.core().me()?.cadre?.id
            val others = session.core().cadres().filter { it.id != me }
            show(state.copy(companions = state.companions.copy(known = others)))
        }
    }

    private fun companion(cadre: CadreId) {
        val now = state.here.door?.draft?.companions ?: return
        change(CompanionsChange(if (cadre in now) now - cadre else now + cadre))
    }

    /** Finished at once when nothing at the door would make it better; else the next page says what would. */
    private fun finish() = work {
        saving.flush()
        door.intake.takeIn()
        if (door.judge().worthCuring()) stage.go(Place.Verdict(id)) else finishVisit(id, session, stage)
    }

    private fun cancel() {
        val context = stage.activity
        val question = Question(
            context.getString(R.string.visit_cancel_title),
            context.getString(R.string.visit_cancel_text),
            context.getString(R.string.visit_cancel_yes),
            context.getString(R.string.visit_cancel_no),
        )
        stage.confirm(question) {
            work {
                session.core().cancel(id)
                door.intake.drop()
                stage.restart(Place.Today)
            }
        }
    }

    /** A draft that is not there any more was finished or thrown away: the due list knows better. */
    override fun failed(trouble: AppException) {
        if (state.here.door == null && trouble.isNotFound) {
            stage.restart(Place.Today)
        } else if (!stage.activity.isDestroyed) {
            super.failed(trouble)
        }
    }
}

/** Nobody is at home, or somebody is. */
private fun List<Met>.toggled(who: Met): List<Met> = when {
    who in this -> this - who
    who == Met.NOBODY -> listOf(who)
    else -> (this - Met.NOBODY + who).sorted()
}
