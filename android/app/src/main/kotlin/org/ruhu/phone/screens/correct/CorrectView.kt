package org.ruhu.phone.screens.correct

import android.content.Context
import android.view.View
import android.widget.TextView
import org.ruhu.phone.R
import org.ruhu.phone.core.Look
import org.ruhu.phone.core.Met
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.screens.Showing
import org.ruhu.phone.ui.Choices
import org.ruhu.phone.ui.Flow
import org.ruhu.phone.ui.LivingPart
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.WordsField
import org.ruhu.phone.ui.band
import org.ruhu.phone.ui.bandToned
import org.ruhu.phone.ui.dayText
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.px
import org.ruhu.phone.ui.section
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.textButton
import org.ruhu.phone.ui.touchable
import org.ruhu.phone.ui.wide
import org.ruhu.phone.ui.wordRes

/** Why first, for it is compulsory; then everything that was stated, as it stands. */
class CorrectView(private val context: Context, private val tell: (CorrectEvent) -> Unit) : Showing<CorrectState> {
    private val page = Page(context)
    private val why = WordsField(context, R.string.correct_why_hint) { tell(CorrectEvent.Why(it)) }
    private val met = Choices<Met>(context) { tell(CorrectEvent.MetSomebody(it)) }
    private val looks = LivingPart.entries.associateWith { part ->
        context.smallButton { tell(CorrectEvent.Looked(part)) }.apply { minWidth = context.px(R.dimen.target) }
    }
    private val said = SaidPart.entries.associateWith { part ->
        WordsField(context, R.string.correct_said_hint) { tell(CorrectEvent.Said(part, it)) }
    }
    private val band = context.band()
    private val goesOn = context.section(
        R.string.form_unfinished,
        context.textButton(context.getString(R.string.form_clear)) { tell(CorrectEvent.Clear) },
    )

    override val view: View get() = page.view

    init {
        page.backButton { tell(CorrectEvent.Back) }
        page.title(context.getString(R.string.correct_title))
        page.content.addView(goesOn)
        page.content.addView(context.text(R.style.Text_Body, context.getString(R.string.correct_about)).margins(bottom = context.dp(10)))
        page.content.addView(context.section(R.string.correct_why, why.view))
        page.content.addView(context.section(R.string.correct_met, met.view.wide()))
        page.content.addView(context.section(R.string.correct_living, Flow(context, *looks.values.toTypedArray()).wide()))
        said.forEach { (part, field) -> page.content.addView(context.section(part.words, field.view)) }
        page.bottom.addView(band)
        page.bottom.addView(context.mainButton(context.getString(R.string.correct_save)) { tell(CorrectEvent.Save) })
    }

    override fun show(state: CorrectState) {
        val stated = state.form.statements
        if (state.day != null) {
            val home = context.getString(R.string.home_of, state.head)
            page.subtitle(context.getString(R.string.correct_subtitle, home, dayText(context, state.day, state.today)))
        }
        goesOn.shownIf(state.goesOn)
        why.show(state.form.why, context.resources.getStringArray(R.array.correct_whys).toList())
        met.show(Met.entries.map { it to context.getString(it.wordRes()) }, stated.met.toSet())
        looks.forEach { (part, button) -> button.looked(part, part.of(stated.living)) }
        said.forEach { (part, field) -> field.show(part.of(stated).orEmpty(), context.resources.getStringArray(part.phrases).toList()) }
        val missing = state.missing().takeIf { state.asked == Asked.Yes }
        band.shownIf(missing != null)
        if (missing != null) band.bandToned(Tone.Due, context.getString(R.string.wrong_line, context.getString(missing)))
    }

    private fun TextView.looked(part: LivingPart, look: Look?) {
        val word = context.getString(part.words)
        val tone = when (look) {
            Look.FINE -> Tone.Met
            Look.PROBLEM -> Tone.Due
            null -> null
        }
        text = if (tone == null) word else "${tone.sign} $word"
        contentDescription = context.getString(R.string.correct_look, word, context.getString(look.wordRes()))
        setTextColor(context.getColor(tone?.ink ?: R.color.ink))
        background = context.touchable(context.ground(tone?.soft ?: R.color.card, tone?.ink ?: R.color.line))
    }

    private fun Look?.wordRes(): Int = when (this) {
        Look.FINE -> R.string.correct_look_fine
        Look.PROBLEM -> R.string.correct_look_problem
        null -> R.string.correct_look_none
    }
}
