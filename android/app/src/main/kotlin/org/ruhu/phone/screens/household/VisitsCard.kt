package org.ruhu.phone.screens.household

import android.content.Context
import android.view.View
import org.ruhu.phone.R
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.Ruling
import org.ruhu.phone.core.Verdict
import org.ruhu.phone.core.VisitLine
import org.ruhu.phone.ui.Flow
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dayText
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.isChinese
import org.ruhu.phone.ui.lines
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.px
import org.ruhu.phone.ui.section
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.tag
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.tone
import org.ruhu.phone.ui.toned
import org.ruhu.phone.ui.wide
import org.ruhu.phone.ui.wordRes

/** All visits, whoever made them, newest first; what was stated of one's own, and the way to put it right. */
internal fun Context.visitsCard(visits: List<VisitLine>, today: Day, tell: (HouseholdEvent) -> Unit): View {
    val card = section(R.string.household_visits)
    if (visits.isEmpty()) card.addView(text(R.style.Text_Body, getString(R.string.household_visits_none)))
    visits.forEachIndexed { at, visit ->
        if (at > 0) card.addView(divider())
        card.addView(visitLine(visit, today, tell))
    }
    return card
}

private fun Context.visitLine(visit: VisitLine, today: Day, tell: (HouseholdEvent) -> Unit): View {
    val day = dayText(this, visit.day, today)
    val column = column(
        text(R.style.Text_Strong, getString(R.string.household_visit_line, day, getString(visit.mode.wordRes()))),
        Flow(this, verdictTag(visit)).apply {
            if (!visit.uploaded) addView(tag(Tone.Wait, getString(R.string.household_visit_not_sent)))
            if (!visit.counted && visit.counts()) addView(tag(Tone.Rest, getString(R.string.household_visit_not_counted)))
        }.wide().margins(top = dp(6)),
    ).wide()
    if (visit.codes.isNotEmpty()) {
        val codes = visit.codes.joinToString(if (isChinese(this)) "、" else ", ") { getString(it.wordRes()) }
        column.addView(text(R.style.Text_Small, getString(R.string.household_visit_codes, codes)).margins(top = dp(6)))
    }
    val stated = visit.statements ?: return column
    stated.lines(this).forEach { column.addView(text(R.style.Text_Body, it).margins(top = dp(4))) }
    val correct = smallButton(getString(R.string.household_correct)) { tell(HouseholdEvent.Correct(visit)) }
    correct.contentDescription = getString(R.string.household_correct_of, day)
    column.addView(correct.margins(top = dp(8)))
    return column
}

/** The core's words, with the mark they begin with; a reviewer's word stands over the verdict. */
private fun Context.verdictTag(visit: VisitLine): View {
    val tone = when (visit.decision) {
        Ruling.COUNTS -> Tone.Met
        Ruling.DOES_NOT_COUNT -> Tone.Miss
        null -> if (visit.verdict == Verdict.DOES_NOT_COUNT) Tone.Miss else visit.verdict.tone()
    }
    return tag().apply { toned(tone, visit.tag.here(context).dropWhile { !it.isLetter() }) }
}

private fun VisitLine.counts(): Boolean = decision?.let { it == Ruling.COUNTS } ?: (verdict == Verdict.COUNTS)

/** A thin line between entries of a card. */
internal fun Context.divider(): View = View(this).apply {
    setBackgroundColor(getColor(R.color.line))
    wide(px(R.dimen.hairline)).margins(top = dp(12), bottom = dp(12))
}
