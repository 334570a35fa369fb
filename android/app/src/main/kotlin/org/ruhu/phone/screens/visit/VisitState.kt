package org.ruhu.phone.screens.visit

import org.ruhu.phone.core.Cadre
import org.ruhu.phone.core.CadreId
import org.ruhu.phone.core.Changes
import org.ruhu.phone.core.Living
import org.ruhu.phone.core.Met
import org.ruhu.phone.core.Mode
import org.ruhu.phone.core.Sha256
import org.ruhu.phone.core.Statements
import org.ruhu.phone.core.StrokePoint
import org.ruhu.phone.screens.photos.LargePhoto
import org.ruhu.phone.ui.LivingPart

/** 走访: what the page of a visit shows. */
data class VisitState(
    val here: DoorNow = DoorNow(),
    /** As the cadre has them now; the core's draft follows within milliseconds. */
    val statements: Statements = Statements(emptyList(), NOT_LOOKED, NO_CHANGES, null, null, null, null),
    /** The reasons for no photo are shown. */
    val refusing: Boolean = false,
    val open: Set<FoldedCard> = emptySet(),
    val companions: Companions = Companions(),
    val large: LargePhoto? = null,
    /** The signature pad lies over the page. */
    val signing: Boolean = false,
)

/** Parts of the page that are folded away until they are wanted. */
enum class FoldedCard { Companions, More }

/** Whom the cadre can name as companions. */
data class Companions(
    /** None before they were asked for. */
    val known: List<Cadre>? = null,
    val search: String = "",
) {
    /** Those to show: the chosen ones always, the others as far as they are looked for. */
    fun shown(chosen: Set<CadreId>): List<Cadre> {
        val (with, without) = known.orEmpty().partition { it.id in chosen }
        return with + without.filter { search.isBlank() || search.trim() in it.name }.take(MOST)
    }

    companion object {
        /** More chips than this are searched, not read. */
        const val MOST = 12
    }
}

/** What the cadre does on this page. */
sealed interface VisitEvent {
    data object TakePhoto : VisitEvent
    data class SeePhoto(val original: Sha256) : VisitEvent
    data object ClosePhoto : VisitEvent
    data class RemovePhoto(val original: Sha256) : VisitEvent
    data object WouldRatherNot : VisitEvent
    data class Refused(val said: String?) : VisitEvent
    data class Far(val said: String?) : VisitEvent
    data class NoFix(val said: String?) : VisitEvent
    data class Cure(val cure: PositionCure) : VisitEvent
    data class Meet(val who: Met) : VisitEvent
    data class Look(val part: LivingPart) : VisitEvent
    data class Note(val text: String) : VisitEvent
    data object Help : VisitEvent
    data object Problem : VisitEvent
    data class ByMode(val mode: Mode) : VisitEvent
    data class Unfold(val fold: FoldedCard) : VisitEvent
    data class Companion(val cadre: CadreId) : VisitEvent
    data class SearchCompanion(val text: String) : VisitEvent
    data class Changed(val changes: Changes) : VisitEvent
    data class Next(val said: String?) : VisitEvent
    data object Sign : VisitEvent
    data class Drawn(val strokes: List<List<StrokePoint>>) : VisitEvent
    data object Signed : VisitEvent
    data object Finish : VisitEvent
    data object Cancel : VisitEvent
    data object Back : VisitEvent
}

private val NOT_LOOKED = Living(null, null, null, null, null, null)
private val NO_CHANGES = Changes(null, null, null)
