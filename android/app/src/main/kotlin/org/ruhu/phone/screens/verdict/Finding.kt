package org.ruhu.phone.screens.verdict

import android.content.Context
import org.ruhu.phone.R
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.Mode
import org.ruhu.phone.core.Reason
import org.ruhu.phone.core.ReasonCode
import org.ruhu.phone.core.Verdict
import org.ruhu.phone.screens.visit.FarWhy
import org.ruhu.phone.screens.visit.reason
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.distanceText
import org.ruhu.phone.ui.here

/** What brings the cure of a reason. */
enum class CureBy { Photo, PhotoOrNo, NoPhoto, Position, Far, OnSite, Met, Nothing }

/** A reason that stands in the way: its card. */
data class Finding(val code: ReasonCode, val title: String, val text: String, val tone: Tone, val tag: Int, val cure: CureBy)

/** The cards of what stands in the way, worst first as the core has them. */
fun findings(context: Context, door: Door): List<Finding> = door.reasons
    .filter { it.effect != Verdict.COUNTS }
    .sortedBy { if (it.effect == Verdict.DOES_NOT_COUNT) 0 else 1 }
    .map { reason ->
        val words = reason.here(context)
        val (tone, tag) = reason.tagged()
        Finding(reason.code, words.title, words.cure, tone, tag, reason.code.cure())
    }

private fun Reason.tagged(): Pair<Tone, Int> = when {
    effect == Verdict.DOES_NOT_COUNT -> Tone.Due to R.string.verdict_tag_no
    code == ReasonCode.PHOTOS_MISSING -> Tone.Due to R.string.verdict_tag_needed
    else -> Tone.Wait to R.string.verdict_tag_review
}

private fun ReasonCode.cure(): CureBy = when (this) {
    ReasonCode.PHOTOS_MISSING -> CureBy.PhotoOrNo
    ReasonCode.PHOTO_REFUSED -> CureBy.NoPhoto
    ReasonCode.PHOTO_USED_BEFORE, ReasonCode.PHOTO_SEEN_BEFORE -> CureBy.Photo
    ReasonCode.NO_FIX, ReasonCode.FIX_TOO_OLD, ReasonCode.MOCK_FIX -> CureBy.Position
    ReasonCode.FAR_FROM_HOME, ReasonCode.TOO_FAR -> CureBy.Far
    ReasonCode.MODE_NOT_ALLOWED, ReasonCode.MODE_NEEDS_WAIVER -> CureBy.OnSite
    ReasonCode.NOBODY_MET -> CureBy.Met
    else -> CureBy.Nothing
}

/** What is well: short lines, so that what is missing stands out and nobody wonders about the rest. */
fun fine(context: Context, door: Door): List<String> {
    val atTheDoor = door.draft.mode == Mode.ON_SITE && !door.draft.late
    val lines = mutableListOf<String>()
    val photos = door.photosHave.toInt()
    if (photos > 0 && door.reason(ReasonCode.PHOTOS_MISSING) == null) {
        lines += context.resources.getQuantityString(R.plurals.verdict_photos, photos, photos)
    }
    if (atTheDoor) distanceLine(context, door)?.let(lines::add)
    if (atTheDoor && door.reason(ReasonCode.STAY_SHORT) == null) {
        lines += context.getString(R.string.verdict_stay, door.minutes.toInt())
    }
    if (listOf(ReasonCode.SAME_DAY, ReasonCode.GAP_TOO_SHORT, ReasonCode.LATE_ENTRY).all { door.reason(it) == null }) {
        lines += context.getString(R.string.verdict_first_today)
    }
    return lines + notes(context, door)
}

/** Near enough; or away, with the reason that makes it a note. */
private fun distanceLine(context: Context, door: Door): String? {
    val metres = door.distanceM?.let { distanceText(context, it) } ?: return null
    val away = door.reason(ReasonCode.FAR_FROM_HOME) ?: door.reason(ReasonCode.TOO_FAR)
    val why = FarWhy.entries.find { it.said == door.draft.farReason }
    return when {
        away == null -> context.getString(R.string.visit_from_home, metres)
        away.effect == Verdict.COUNTS && why != null ->
            context.getString(R.string.verdict_far_because, metres, context.getString(why.words))
        else -> null
    }
}

private fun notes(context: Context, door: Door): List<String> = door.reasons
    .filter { it.effect == Verdict.COUNTS && it.code != ReasonCode.FAR_FROM_HOME && it.code != ReasonCode.TOO_FAR }
    .map { it.here(context).title }
