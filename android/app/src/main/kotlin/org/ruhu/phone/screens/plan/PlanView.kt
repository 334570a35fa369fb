package org.ruhu.phone.screens.plan

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import org.ruhu.phone.Question
import org.ruhu.phone.R
import org.ruhu.phone.core.HelpKind
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.screens.Showing
import org.ruhu.phone.ui.Choices
import org.ruhu.phone.ui.Flow
import org.ruhu.phone.ui.Fold
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.WordsField
import org.ruhu.phone.ui.addButton
import org.ruhu.phone.ui.band
import org.ruhu.phone.ui.bandToned
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.helpKinds
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.planPhrases
import org.ruhu.phone.ui.section
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.textButton
import org.ruhu.phone.ui.wide
import org.ruhu.phone.ui.wordRes

/** A card a measure: a line while it is folded, everything by taps while it is open. */
class PlanView(private val context: Context, private val tell: (PlanEvent) -> Unit) : Showing<PlanState> {
    private val page = Page(context)
    private val years = Choices<Int>(context) { tell(PlanEvent.Year(it)) }
    private val cards: LinearLayout = context.column().wide()
    private var measures: List<MeasureCard> = emptyList()
    private val band = context.band()
    private val empty = context.text(R.style.Text_Body, context.getString(R.string.plan_none)).margins(bottom = context.dp(10))
    private val goesOn = context.section(
        R.string.form_unfinished,
        context.textButton(context.getString(R.string.form_clear)) { tell(PlanEvent.Clear) },
    )

    override val view: View get() = page.view

    init {
        page.backButton { tell(PlanEvent.Back) }
        page.title(context.getString(R.string.plan_title))
        listOf(
            goesOn,
            years.view.wide().margins(bottom = context.dp(10)),
            empty,
            cards,
            context.addButton(context.getString(R.string.plan_add)) { tell(PlanEvent.Add) }.wide(),
        ).forEach(page.content::addView)
        page.bottom.addView(band)
        page.bottom.addView(context.mainButton(context.getString(R.string.save)) { tell(PlanEvent.Save) })
    }

    override fun show(state: PlanState) {
        val form = state.form
        page.subtitle(if (state.head.isEmpty()) "" else context.getString(R.string.home_of, state.head))
        goesOn.shownIf(state.goesOn)
        years.show(listOf(state.thisYear, state.thisYear + 1).map { it to context.getString(R.string.plan_year, it) }, form.year)
        empty.shownIf(form.measures.isEmpty())
        if (measures.size != form.measures.size) {
            cards.removeAllViews()
            measures = form.measures.indices.map { MeasureCard(context, it, tell) }
            measures.forEach { cards.addView(it.view) }
        }
        form.measures.forEachIndexed { at, measure -> measures[at].show(measure, if (form.open == at) Fold.Open else Fold.Closed) }
        val missing = form.missing().takeIf { state.asked == Asked.Yes }
        band.shownIf(missing != null)
        if (missing != null) band.bandToned(Tone.Due, context.getString(R.string.wrong_line, context.getString(missing)))
    }
}

/** One measure. */
private class MeasureCard(private val context: Context, private val at: Int, private val tell: (PlanEvent) -> Unit) {
    private val line = context.text(R.style.Text_Body)
    private val outcomeLine = context.text(R.style.Text_Small)
    private val kinds = Choices<HelpKind>(context) { tell(PlanEvent.Kind(at, it)) }
    private val words = WordsField(context, R.string.plan_words_hint) { tell(PlanEvent.Said(at, it)) }
    private val outcome = WordsField(context, R.string.plan_outcome_hint) { tell(PlanEvent.Outcome(at, it)) }
    private val turn = context.smallButton { tell(PlanEvent.Open(at)) }
    private val inside: LinearLayout = context.column(
        kinds.view.wide(),
        context.text(R.style.Text_Section, context.getString(R.string.plan_words)).margins(top = context.dp(12), bottom = context.dp(6)),
        words.view,
        context.text(R.style.Text_Section, context.getString(R.string.plan_outcome)).margins(top = context.dp(12), bottom = context.dp(6)),
        outcome.view,
    ).wide()

    val view: View = context.section(
        R.string.plan_measure,
        line,
        outcomeLine,
        inside,
        Flow(context, turn, context.textButton(context.getString(R.string.plan_remove)) { tell(PlanEvent.Remove(at)) })
            .wide().margins(top = context.dp(10)),
    )

    fun show(measure: MeasureForm, fold: Fold) {
        val open = fold == Fold.Open
        val kind = measure.kind?.let { context.getString(it.wordRes()) } ?: context.getString(R.string.plan_kind_open)
        line.text = context.getString(R.string.household_plan_measure, kind, measure.text)
        line.shownIf(!open)
        outcomeLine.text = context.getString(R.string.household_plan_outcome, measure.outcome)
        outcomeLine.shownIf(!open && measure.outcome.isNotBlank())
        inside.shownIf(open)
        turn.setText(if (open) R.string.plan_fold else R.string.plan_change)
        kinds.show(helpKinds(context), measure.kind)
        words.show(measure.text, measure.kind?.planPhrases(context).orEmpty())
        outcome.show(measure.outcome, context.resources.getStringArray(R.array.plan_outcomes).toList())
    }
}

/** What was written and not saved would go. */
internal fun otherYear(context: Context) = Question(
    title = context.getString(R.string.plan_other_year),
    text = context.getString(R.string.plan_other_year_text),
    yes = context.getString(R.string.plan_other_year_yes),
    no = context.getString(R.string.cancel),
)
