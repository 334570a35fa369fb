package org.ruhu.phone.ui

import android.content.Context
import org.ruhu.phone.R
import org.ruhu.phone.core.HelpKind
import org.ruhu.phone.core.ProblemOrigin
import org.ruhu.phone.core.ProblemState

// The words of help and problems, and the phrases that spare the cadre the typing.

/** The word of a kind of help. */
fun HelpKind.wordRes(): Int = when (this) {
    HelpKind.WORK -> R.string.help_kind_work
    HelpKind.LOAN -> R.string.help_kind_loan
    HelpKind.PURCHASE -> R.string.help_kind_purchase
    HelpKind.SCHOOLING -> R.string.help_kind_schooling
    HelpKind.MEDICAL -> R.string.help_kind_medical
    HelpKind.HOUSING -> R.string.help_kind_housing
    HelpKind.WATER -> R.string.help_kind_water
    HelpKind.SUBSISTENCE -> R.string.help_kind_subsistence
    HelpKind.PRODUCTION -> R.string.help_kind_production
    HelpKind.OTHER -> R.string.help_kind_other
}

/** What is usually done for a kind. */
fun HelpKind.donePhrases(context: Context): List<String> = context.resources.getStringArray(
    when (this) {
        HelpKind.WORK -> R.array.help_done_work
        HelpKind.LOAN -> R.array.help_done_loan
        HelpKind.PURCHASE -> R.array.help_done_purchase
        HelpKind.SCHOOLING -> R.array.help_done_schooling
        HelpKind.MEDICAL -> R.array.help_done_medical
        HelpKind.HOUSING -> R.array.help_done_housing
        HelpKind.WATER -> R.array.help_done_water
        HelpKind.SUBSISTENCE -> R.array.help_done_subsistence
        HelpKind.PRODUCTION -> R.array.help_done_production
        HelpKind.OTHER -> R.array.help_done_other
    },
).toList()

/** What is usually wrong where a kind of help is asked for. */
fun HelpKind.problemPhrases(context: Context): List<String> = context.resources.getStringArray(
    when (this) {
        HelpKind.WORK -> R.array.problem_work
        HelpKind.LOAN -> R.array.problem_loan
        HelpKind.PURCHASE -> R.array.problem_purchase
        HelpKind.SCHOOLING -> R.array.problem_schooling
        HelpKind.MEDICAL -> R.array.problem_medical
        HelpKind.HOUSING -> R.array.problem_housing
        HelpKind.WATER -> R.array.problem_water
        HelpKind.SUBSISTENCE -> R.array.problem_subsistence
        HelpKind.PRODUCTION -> R.array.problem_production
        HelpKind.OTHER -> R.array.problem_other
    },
).toList()

/** What is usually planned for a kind. */
fun HelpKind.planPhrases(context: Context): List<String> = context.resources.getStringArray(
    when (this) {
        HelpKind.WORK -> R.array.plan_work
        HelpKind.LOAN -> R.array.plan_loan
        HelpKind.PURCHASE -> R.array.plan_purchase
        HelpKind.SCHOOLING -> R.array.plan_schooling
        HelpKind.MEDICAL -> R.array.plan_medical
        HelpKind.HOUSING -> R.array.plan_housing
        HelpKind.WATER -> R.array.plan_water
        HelpKind.SUBSISTENCE -> R.array.plan_subsistence
        HelpKind.PRODUCTION -> R.array.plan_production
        HelpKind.OTHER -> R.array.plan_other
    },
).toList()

/** The kinds with their words, for chips. */
fun helpKinds(context: Context): List<Pair<HelpKind, String>> = HelpKind.entries.map { it to context.getString(it.wordRes()) }

/** The word of a problem's state. */
fun ProblemState.wordRes(): Int = when (this) {
    ProblemState.OPEN -> R.string.problem_state_open
    ProblemState.ACTING -> R.string.problem_state_acting
    ProblemState.DONE -> R.string.problem_state_done
    ProblemState.CLOSED -> R.string.problem_state_closed
}

/** The tone of a problem's state. */
fun ProblemState.tone(): Tone = when (this) {
    ProblemState.OPEN -> Tone.Due
    ProblemState.ACTING -> Tone.Wait
    ProblemState.DONE -> Tone.Wait
    ProblemState.CLOSED -> Tone.Met
}

/** The word of how a problem came to be known. */
fun ProblemOrigin.wordRes(): Int = when (this) {
    ProblemOrigin.VISIT -> R.string.problem_origin_visit
    ProblemOrigin.HOUSEHOLD -> R.string.problem_origin_household
    ProblemOrigin.ALERT -> R.string.problem_origin_alert
}
