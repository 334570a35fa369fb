package org.ruhu.phone.screens.household

import android.app.AlertDialog
import android.content.Context
import android.view.View
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.HelpLog
import org.ruhu.phone.core.Notice
import org.ruhu.phone.core.Plan
import org.ruhu.phone.core.ProblemNow
import org.ruhu.phone.core.ProblemState
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dayText
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.plural
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.section
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.tag
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.tone
import org.ruhu.phone.ui.wide
import org.ruhu.phone.ui.wordRes
import org.ruhu.phone.ui.yuanText

// What stands beside visits in a household's file.

/** Problems where they stand; an open one first comes to the eye by its tag. */
internal fun Context.problemsCard(problems: List<ProblemNow>, today: Day, tell: (HouseholdEvent) -> Unit): View {
    val card = section(R.string.household_problems)
    if (problems.isEmpty()) card.addView(text(R.style.Text_Body, getString(R.string.household_problems_none)))
    problems.entries(this, card) { problem ->
        val now = problem.now
        val entry = column(
            row(
                text(R.style.Text_Strong, getString(now.kind.wordRes())).grow(),
                tag(now.state.tone(), getString(now.state.wordRes())).margins(left = dp(8)),
            ).wide(),
            text(R.style.Text_Body, now.text).margins(top = dp(4)),
        )
        now.followUp?.let { entry.addView(followUp(it, today)) }
        if (now.state != ProblemState.CLOSED) {
            val move = smallButton(getString(R.string.household_problem_move)) { tell(HouseholdEvent.MoveProblem(problem)) }
            move.contentDescription = getString(R.string.household_problem_move_of, now.text)
            entry.addView(move.margins(top = dp(8)))
        }
        entry
    }
    return card
}

/** Help given. */
internal fun Context.helpCard(help: List<HelpLog>, today: Day): View {
    val card = section(R.string.household_helps)
    if (help.isEmpty()) card.addView(text(R.style.Text_Body, getString(R.string.household_helps_none)))
    help.entries(this, card) { log ->
        val entry = column(
            text(
                R.style.Text_Strong,
                listOfNotNull(
                    dayText(this, log.day, today),
                    getString(log.kind.wordRes()),
                    log.amountFen?.let { getString(R.string.household_help_amount, yuanText(it)) },
                    log.photos.size.takeIf { it > 0 }?.let { plural(R.plurals.household_help_photos, it) },
                ).joinToString(" · "),
            ),
            text(R.style.Text_Body, log.text).margins(top = dp(4)),
        )
        log.followUp?.let { entry.addView(followUp(it, today)) }
        entry
    }
    return card
}

/** 一户一策 of this year. */
internal fun Context.planCard(plans: List<Plan>, today: Day, tell: (HouseholdEvent) -> Unit): View {
    val plan = plans.firstOrNull { it.year == today.year }
    val title = text(R.style.Text_Section, getString(R.string.household_plans_title, today.year))
    val card = section(R.string.household_plan, title)
    if (plan == null) card.addView(text(R.style.Text_Body, getString(R.string.household_plans_none)))
    plan?.measures.orEmpty().forEach { measure ->
        val words = getString(R.string.household_plan_measure, getString(measure.kind.wordRes()), measure.text)
        card.addView(text(R.style.Text_Body, words).margins(top = dp(4)))
        measure.outcome?.let { card.addView(text(R.style.Text_Small, getString(R.string.household_plan_outcome, it))) }
    }
    card.addView(smallButton(getString(R.string.household_plan)) { tell(HouseholdEvent.Plan) }.margins(top = dp(8)))
    return card
}

/** What the household was told of what is kept. */
internal fun Context.noticeCard(notices: List<Notice>, today: Day, tell: (HouseholdEvent) -> Unit): View {
    val card = section(R.string.household_notice_title)
    if (notices.isEmpty()) card.addView(text(R.style.Text_Body, getString(R.string.household_notice_none)))
    notices.forEach { notice ->
        val how = NoticeWay.entries.firstOrNull { it.word == notice.how }
        val words = when (how) {
            NoticeWay.Aloud -> getString(R.string.household_notice_aloud)
            NoticeWay.Paper -> getString(R.string.household_notice_paper)
            null -> notice.how
        }
        card.addView(text(R.style.Text_Body, getString(R.string.household_notice_done, dayText(this, notice.day, today), words)))
    }
    card.addView(smallButton(getString(R.string.household_notice_button)) { readNotice(this, tell) }.margins(top = dp(8)))
    return card
}

private fun readNotice(context: Context, tell: (HouseholdEvent) -> Unit) {
    AlertDialog.Builder(context)
        .setTitle(R.string.household_notice_title)
        .setMessage(R.string.household_notice_words)
        .setPositiveButton(R.string.household_notice_aloud) { _, _ -> tell(HouseholdEvent.Notice(NoticeWay.Aloud)) }
        .setNegativeButton(R.string.household_notice_paper) { _, _ -> tell(HouseholdEvent.Notice(NoticeWay.Paper)) }
        .setNeutralButton(R.string.cancel, null)
        .show()
}

private fun Context.followUp(day: Day, today: Day): View =
    text(R.style.Text_Small, getString(R.string.household_follow_up, dayText(this, day, today))).margins(top = dp(4))

private fun <T> List<T>.entries(context: Context, card: LinearLayout, build: (T) -> View) = forEachIndexed { at, one ->
    if (at > 0) card.addView(context.divider())
    card.addView(build(one).wide())
}
