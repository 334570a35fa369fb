package org.ruhu.phone.screens.verdict

import org.ruhu.phone.R
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.ReasonCode
import org.ruhu.phone.core.Verdict
import org.ruhu.phone.screens.visit.curable
import org.ruhu.phone.screens.visit.reason

/** The page's title, the line under it and the colour of the bar: resources. */
internal enum class VerdictHead(val title: Int, val subtitle: Int, val bar: Int) {
    Counts(R.string.verdict_title_counts, R.string.verdict_good, R.color.brand),
    Curable(R.string.verdict_title_not_yet, R.string.verdict_curable, R.color.due_solid),
    PartlyCurable(R.string.verdict_title_not_yet, R.string.verdict_curable_review, R.color.due_solid),
    CurableReview(R.string.verdict_title_review, R.string.verdict_curable_review, R.color.wait_solid),
    Review(R.string.verdict_title_review, R.string.verdict_township_sees, R.color.wait_solid),
    DoesNotCount(R.string.verdict_title_no, R.string.verdict_not_curable, R.color.due_solid),
}

/**
 * The head follows the reasons of the worst effect alone: what only goes to review is never called "does not count yet", and
 * "mend it now" is said only when mending here makes it count or leaves less than that effect. A missing photo that has no
 * reason goes to review too, but the policy needs it, as its card and the band say.
 */
internal fun Door.verdictHead(): VerdictHead {
    val worst = reasons.filter { it.effect == verdict && it.effect != Verdict.COUNTS }
    val all = worst.all { it.curable(this) }
    val some = worst.any { it.curable(this) }
    return when (verdict) {
        Verdict.COUNTS -> VerdictHead.Counts
        Verdict.DOES_NOT_COUNT -> if (all) VerdictHead.Curable else VerdictHead.DoesNotCount
        Verdict.NEEDS_REVIEW -> when {
            reason(ReasonCode.PHOTOS_MISSING) != null -> if (all) VerdictHead.Curable else VerdictHead.PartlyCurable
            some -> VerdictHead.CurableReview
            else -> VerdictHead.Review
        }
    }
}
