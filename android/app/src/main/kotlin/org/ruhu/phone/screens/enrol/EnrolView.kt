package org.ruhu.phone.screens.enrol

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import android.widget.TextView
import org.ruhu.phone.R
import org.ruhu.phone.core.Me
import org.ruhu.phone.core.ServerShown
import org.ruhu.phone.screens.Showing
import org.ruhu.phone.ui.Notice
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.heading
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.secondButton
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.wide

/** One thing at a time: scan or type; the six words; done. What went wrong stands on top, the way on at the bottom. */
class EnrolView(private val context: Context, private val tell: (EnrolEvent) -> Unit) : Showing<EnrolState> {
    private val page = Page(context)
    private val trouble = Notice(context)
    private val body: LinearLayout = context.column().wide()
    private val typing = TypedCode(context, tell)
    private var mainEvent: EnrolEvent = EnrolEvent.Scan
    private var otherEvent: EnrolEvent = EnrolEvent.Type
    private val main: TextView = context.mainButton { tell(mainEvent) }
    private val other: TextView = context.secondButton { tell(otherEvent) }
    private var built: Any? = null

    override val view: View get() = page.view

    init {
        page.content.addView(trouble.view)
        page.content.addView(body)
        page.bottom.addView(other)
        page.bottom.addView(main)
    }

    override fun show(state: EnrolState) {
        page.title(context.getString(if (state.step is EnrolStep.Done) R.string.enrol_done else R.string.enrol_title))
        trouble.show(Tone.Due, state.trouble?.let(::words))
        when (val step = state.step) {
            EnrolStep.Choose -> choose(state)
            EnrolStep.Reading -> busy(R.string.enrol_reading)
            EnrolStep.Typing -> typing(state.typed)
            EnrolStep.Asking -> busy(R.string.enrol_asking)
            is EnrolStep.Compare -> compare(step.server)
            EnrolStep.Enrolling -> busy(R.string.enrol_going)
            EnrolStep.Failed -> failed()
            is EnrolStep.Done -> done(step)
        }
    }

    private fun words(trouble: EnrolTrouble): String = when (trouble) {
        is EnrolTrouble.FromCore -> trouble.text.here(context)
        is EnrolTrouble.Own -> context.getString(trouble.words)
        is EnrolTrouble.CodeLength -> context.getString(R.string.enrol_code_length, trouble.typed)
    }

    private fun choose(state: EnrolState) {
        page.subtitle(context.getString(R.string.enrol_subtitle))
        buttons(R.string.enrol_scan, EnrolEvent.Scan, R.string.enrol_type, EnrolEvent.Type)
        build(listOf(EnrolStep.Choose, state.again)) {
            if (state.again != null) body.addView(context.card(line(R.string.enrol_again)))
            val steps = context.resources.getStringArray(R.array.enrol_steps)
            body.addView(
                context.card(
                    context.text(R.style.Text_Title, context.getString(R.string.enrol_sheet)).heading(),
                    *steps.map { context.text(R.style.Text_Body, it).margins(top = context.dp(8)) }.toTypedArray(),
                ),
            )
        }
    }

    private fun typing(typed: Typed) {
        page.subtitle(context.getString(R.string.enrol_typing))
        buttons(R.string.enrol_ask, EnrolEvent.Ask, R.string.enrol_scan_instead, EnrolEvent.Scan)
        build(EnrolStep.Typing) { body.addView(typing.view) }
        typing.show(typed)
    }

    private fun compare(server: ServerShown) {
        page.subtitle(context.getString(R.string.enrol_compare))
        buttons(R.string.enrol_same, EnrolEvent.Same, R.string.enrol_different, EnrolEvent.Different)
        build(server) {
            // All six stand above the buttons on the smallest phone too: who cannot see them cannot compare them.
            body.addView(line(R.string.enrol_compare_text).margins(bottom = context.dp(6)))
            body.addView(sixWords(context, server.words.split(' ')))
            body.addView(line(R.string.enrol_compare_why).margins(top = context.dp(10), bottom = context.dp(6)))
            val answers = listOfNotNull(server.townshipName, server.address).joinToString("\n")
            body.addView(context.text(R.style.Text_Small, answers))
        }
    }

    private fun failed() {
        page.subtitle(context.getString(R.string.enrol_subtitle))
        buttons(R.string.enrol_retry, EnrolEvent.Again, R.string.enrol_scan_anew, EnrolEvent.Scan)
        build(EnrolStep.Failed) { body.addView(line(R.string.enrol_kept)) }
    }

    private fun done(done: EnrolStep.Done) {
        page.subtitle("${done.me.cadre.name} · ${done.me.townshipName}")
        buttons(R.string.enrol_enter, EnrolEvent.Enter, null, EnrolEvent.Enter)
        build(done) {
            body.addView(listCard(done.list))
            body.addView(serverCard(done.me))
        }
    }

    private fun listCard(list: ListComes): View {
        val notice = Notice(context)
        when (list) {
            is ListComes.Coming -> notice.show(
                Tone.Wait,
                if (list.households ==
                    0
                ) {
                    context.getString(R.string.enrol_list_coming)
                } else {
                    number(R.plurals.enrol_list_so_far, list.households)
                },
            )
            is ListComes.There -> notice.show(Tone.Met, number(R.plurals.enrol_list_there, list.households))
            is ListComes.Later -> notice.show(
                Tone.Due,
                list.why?.here(context)?.let { context.getString(R.string.enrol_list_later, it) }
                    ?: context.getString(R.string.enrol_list_empty),
            )
        }
        return notice.view
    }

    private fun serverCard(me: Me) = context.card(
        context.text(R.style.Text_Title, context.getString(R.string.enrol_server_words)).heading(),
        line(R.string.enrol_server_words_text).margins(top = context.dp(6), bottom = context.dp(8)),
        sixWords(context, me.serverWords.split(' ')),
    )

    private fun busy(words: Int) {
        page.subtitle("")
        main.shownIf(false)
        other.shownIf(false)
        build(words) { Notice(context).also { it.show(Tone.Wait, context.getString(words)) }.let { body.addView(it.view) } }
    }

    private fun buttons(mainWords: Int, mainPress: EnrolEvent, otherWords: Int?, otherPress: EnrolEvent) {
        main.shownIf(true)
        main.setText(mainWords)
        mainEvent = mainPress
        other.shownIf(otherWords != null)
        otherWords?.let(other::setText)
        otherEvent = otherPress
    }

    /** Built anew only when something else is to be shown: what is typed, and what TalkBack reads, stays where it is. */
    private fun build(what: Any, make: () -> Unit) {
        if (built == what) return
        built = what
        body.removeAllViews()
        make()
    }

    private fun line(words: Int): TextView = context.text(R.style.Text_Body, context.getString(words))

    private fun number(plural: Int, count: Int) = context.resources.getQuantityString(plural, count, count)
}
