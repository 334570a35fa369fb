package org.ruhu.phone.ui

import android.content.Context
import org.ruhu.phone.R
import org.ruhu.phone.core.HouseholdClass
import org.ruhu.phone.core.Mark
import org.ruhu.phone.core.Reason
import org.ruhu.phone.core.Sentence
import org.ruhu.phone.core.Text

/** The core's text in the language of this context. */
fun Text.here(context: Context): String = keepDatesWhole(if (isChinese(context)) zh else en)

/** The word of a class. */
fun HouseholdClass.wordRes(): Int = when (this) {
    HouseholdClass.LIFTED -> R.string.class_lifted
    HouseholdClass.UNSTABLE -> R.string.class_unstable
    HouseholdClass.MARGINAL -> R.string.class_marginal
    HouseholdClass.SUDDEN -> R.string.class_sudden
    HouseholdClass.ORDINARY -> R.string.class_ordinary
}

/** The sign of a mark, as on pages and paper. */
fun Mark.sign(): String = when (this) {
    Mark.MET -> "✓"
    Mark.WAITING -> "⋯"
    Mark.NOW -> "!"
    Mark.MISSED -> "×"
    Mark.REST -> "–"
}

/** The word of a mark. */
fun Mark.wordRes(): Int = when (this) {
    Mark.MET -> R.string.mark_met
    Mark.WAITING -> R.string.mark_waiting
    Mark.NOW -> R.string.mark_now
    Mark.MISSED -> R.string.mark_missed
    Mark.REST -> R.string.mark_rest
}

/** "0.8 公里", "23 米". */
fun distanceText(context: Context, metres: Double): String =
    if (metres < 950) {
        context.getString(R.string.metres, Math.round(metres).toInt())
    } else {
        context.getString(R.string.kilometres, metres / 1000)
    }

/** "8.2 MB": 1 MB is a million bytes, as phones count. */
fun sizeText(bytes: ULong): String {
    val count = bytes.toDouble()
    return when {
        count < 1_000_000 -> "%.0f KB".format(Math.ceil(count / 1000))
        count < 1_000_000_000 -> "%.1f MB".format(count / 1_000_000)
        else -> "%.1f GB".format(count / 1_000_000_000)
    }
}

/** A reason's sentence in the language of this context. */
fun Reason.here(context: Context): Sentence =
    (if (isChinese(context)) zh else en).let { Sentence(keepDatesWhole(it.title), keepDatesWhole(it.cure)) }
