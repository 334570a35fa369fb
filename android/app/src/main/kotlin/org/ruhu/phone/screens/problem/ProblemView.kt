package org.ruhu.phone.screens.problem

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.HelpKind
import org.ruhu.phone.core.Problem
import org.ruhu.phone.core.ProblemNow
import org.ruhu.phone.core.ProblemOrigin
import org.ruhu.phone.core.ProblemState
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.screens.Showing
import org.ruhu.phone.screens.help.usualFollowUps
import org.ruhu.phone.ui.Choices
import org.ruhu.phone.ui.DayChoice
import org.ruhu.phone.ui.DayLimits
import org.ruhu.phone.ui.Flow
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.WordsField
import org.ruhu.phone.ui.band
import org.ruhu.phone.ui.bandToned
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.helpKinds
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.problemPhrases
import org.ruhu.phone.ui.section
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.tag
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.textButton
import org.ruhu.phone.ui.tone
import org.ruhu.phone.ui.wide
import org.ruhu.phone.ui.wordRes

/** A problem on one page: how it came, what it concerns, what is wrong; or what was, and where it stands now. */
class ProblemView(private val context: Context, private val tell: (ProblemEvent) -> Unit) : Showing<ProblemScreenState> {
    private val page = Page(context)
    private val origins = Choices<ProblemOrigin>(context) { tell(ProblemEvent.Origin(it)) }
    private val kinds = Choices<HelpKind>(context) { tell(ProblemEvent.Kind(it)) }
    private val states = Choices<ProblemState>(context) { tell(ProblemEvent.State(it)) }
    private val words = WordsField(context, R.string.problem_words_hint) { tell(ProblemEvent.Said(it)) }
    private val followUp = DayChoice(context, DayLimits.AfterToday) { tell(ProblemEvent.FollowUp(it)) }
    private val band = context.band()
    private val save = context.mainButton(context.getString(R.string.problem_save)) { tell(ProblemEvent.Save) }
    private val history: LinearLayout = context.column().wide()
    private val goesOn = context.section(
        R.string.form_unfinished,
        context.textButton(context.getString(R.string.form_clear)) { tell(ProblemEvent.Clear) },
    )
    private val origin = context.section(R.string.problem_origin, origins.view.wide())
    private val kind = context.section(R.string.problem_kind, kinds.view.wide())
    private val next = context.section(
        R.string.problem_next,
        states.view.wide(),
        context.text(R.style.Text_Small, context.getString(R.string.problem_closing)).margins(top = context.dp(8)),
    )
    private val said = context.section(R.string.problem_words, words.view)
    private val again = context.section(R.string.help_follow_up, followUp.view)

    override val view: View get() = page.view

    init {
        page.backButton { tell(ProblemEvent.Back) }
        listOf(goesOn, history, origin, kind, next, said, again).forEach(page.content::addView)
        page.bottom.addView(band)
        page.bottom.addView(save)
    }

    override fun show(state: ProblemScreenState) {
        val form = state.form
        val known = state.known
        page.title(context.getString(if (known == Known.New) R.string.problem_title else R.string.problem_title_move))
        page.subtitle(if (state.head.isEmpty()) "" else context.getString(R.string.home_of, state.head))
        goesOn.shownIf(state.goesOn)
        listOf(origin, kind).forEach { it.shownIf(known == Known.New) }
        next.shownIf(known != Known.New)
        origins.show(ProblemOrigin.entries.map { it to context.getString(it.wordRes()) }, form.origin)
        kinds.show(helpKinds(context), form.kind)
        states.show(NEXT.map { it to context.getString(it.wordRes()) }, form.state)
        words.show(form.text, phrases(form, known))
        followUp.show(form.followUp, state.today, usualFollowUps(state.today))
        showHistory(known)
        val missing = form.missing(known).takeIf { state.asked == Asked.Yes }
        band.shownIf(missing != null)
        if (missing != null) band.bandToned(Tone.Due, context.getString(R.string.wrong_line, context.getString(missing)))
    }

    private fun phrases(form: ProblemForm, known: Known): List<String> = when {
        known == Known.New -> form.kind?.problemPhrases(context).orEmpty()
        form.state == ProblemState.DONE -> context.resources.getStringArray(R.array.problem_said_done).toList()
        else -> context.resources.getStringArray(R.array.problem_said_acting).toList()
    }

    private fun showHistory(known: Known) {
        history.removeAllViews()
        val problem: ProblemNow = (known as? Known.There)?.problem ?: return
        val card = context.card(
            context.text(R.style.Text_Section, context.getString(R.string.problem_history, context.getString(problem.now.kind.wordRes()))),
        )
        (problem.before + problem.now).forEach { card.addView(step(it)) }
        history.addView(card)
    }

    private fun step(problem: Problem): View = context.column(
        Flow(context, tag(problem)).wide(),
        context.text(R.style.Text_Body, problem.text).margins(top = context.dp(4)),
    ).wide().margins(top = context.dp(10))

    private fun tag(problem: Problem) = context.tag(problem.state.tone(), context.getString(problem.state.wordRes()))

    private companion object {
        /** What a cadre may say of a problem; the last step is the township's. */
        val NEXT = listOf(ProblemState.ACTING, ProblemState.DONE)
    }
}
