package org.ruhu.phone.screens.visit

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.Changes
import org.ruhu.phone.core.Statements
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.text

/** What changed since last time, and what comes next: chosen from phrases, so that nothing has to be typed. */
class MoreCard(private val context: Context, private val tell: (VisitEvent) -> Unit) {
    private var changes = Changes(null, null, null)
    private val income = WhyChips(context, IncomePhrase.entries) { tell(VisitEvent.Changed(changes.copy(income = it))) }
    private val work = WhyChips(context, WorkPhrase.entries) { tell(VisitEvent.Changed(changes.copy(work = it))) }
    private val health = WhyChips(context, HealthPhrase.entries) { tell(VisitEvent.Changed(changes.copy(health = it))) }
    private val next = WhyChips(context, NextPhrase.entries) { tell(VisitEvent.Next(it)) }
    private val inner: View = context.column(
        label(R.string.visit_income),
        income.view,
        label(R.string.visit_work),
        work.view,
        label(R.string.visit_health),
        health.view,
        label(R.string.visit_next),
        next.view,
    )
    private val fold = Folded(context, R.string.visit_more, inner) { tell(VisitEvent.Unfold(FoldedCard.More)) }

    val view: LinearLayout get() = fold.view

    private fun label(words: Int) = context.text(R.style.Text_Section, context.getString(words))
        .margins(top = context.dp(10), bottom = context.dp(6))

    fun show(statements: Statements, open: Set<FoldedCard>) {
        changes = statements.changes
        income.show(changes.income)
        work.show(changes.work)
        health.show(changes.health)
        next.show(statements.nextStep)
        val filled = listOfNotNull(changes.income, changes.work, changes.health, statements.nextStep).size
        fold.show(FoldedCard.More in open, filled)
    }
}
