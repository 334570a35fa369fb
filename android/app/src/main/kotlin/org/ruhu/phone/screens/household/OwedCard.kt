package org.ruhu.phone.screens.household

import android.content.Context
import android.view.View
import org.ruhu.phone.R
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.HouseholdFile
import org.ruhu.phone.core.Line
import org.ruhu.phone.core.Waiver
import org.ruhu.phone.core.WaiverKind
import org.ruhu.phone.ui.Flow
import org.ruhu.phone.ui.Fold
import org.ruhu.phone.ui.StripSize
import org.ruhu.phone.ui.StripView
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dayText
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.owedText
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.section
import org.ruhu.phone.ui.shortDayText
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.spanText
import org.ruhu.phone.ui.tag
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.textButton
import org.ruhu.phone.ui.tone
import org.ruhu.phone.ui.wide
import org.ruhu.phone.ui.wordRes

/** The year at a glance: the strip, what is owed and by when, and each window's account for who wants it. */
internal fun Context.owedCard(file: HouseholdFile, state: HouseholdState, tell: (HouseholdEvent) -> Unit): View {
    val strip = StripView(this, StripSize.Page).apply { show(file.due.strip) }
    val card = section(
        R.string.household_owed,
        tag(file.due.tone(), file.due.tag.here(this)).margins(bottom = dp(10)),
        strip.wide().margins(bottom = dp(10)),
        text(R.style.Text_Strong, owedText(this, file.due, file.lines, state.today)),
    )
    for (waiver in file.waivers.filter { it.to >= state.today }) {
        card.addView(text(R.style.Text_Body, waiverText(waiver, state.today)).margins(top = dp(6)))
    }
    if (state.account == Fold.Open) file.lines.forEach { card.addView(accountLine(it)) }
    val fold = if (state.account == Fold.Open) R.string.household_account_close else R.string.household_account_open
    if (file.lines.isNotEmpty()) card.addView(textButton(getString(fold)) { tell(HouseholdEvent.Unfold) }.margins(top = dp(4)))
    return card
}

private fun Context.accountLine(line: Line): View {
    val words = if (line.binding) R.string.account_line else R.string.account_advice
    return row(
        text(R.style.Text_Body, getString(words, spanText(this, line.from, line.to), line.have.toInt(), line.need.toInt())).grow(),
        tag(line.state.tone(), getString(line.state.wordRes())).margins(left = dp(8)),
    ).wide().margins(top = dp(8))
}

private fun Context.waiverText(waiver: Waiver, today: Day): String {
    val words = when (waiver.kind) {
        WaiverKind.EXCUSE -> R.string.household_waiver_excuse
        WaiverKind.REMOTE -> R.string.household_waiver_remote
    }
    val last = if (waiver.to.year == today.year) shortDayText(this, waiver.to) else dayText(this, waiver.to, today)
    return getString(words, shortDayText(this, waiver.from), last)
}

/** What can be done beside a visit. */
internal fun Context.doCard(tell: (HouseholdEvent) -> Unit): View = column(
    Flow(
        this,
        smallButton(getString(R.string.household_help)) { tell(HouseholdEvent.GiveHelp) },
        smallButton(getString(R.string.household_problem)) { tell(HouseholdEvent.FindProblem) },
        smallButton(getString(R.string.household_late)) { tell(HouseholdEvent.LateEntry) },
        smallButton(getString(R.string.household_plan)) { tell(HouseholdEvent.Plan) },
    ).wide(),
).wide().margins(bottom = dp(10))
