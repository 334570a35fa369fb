package org.ruhu.phone.screens.first

import android.content.Context
import android.graphics.Rect
import android.view.View
import org.ruhu.phone.R
import org.ruhu.phone.screens.Showing
import org.ruhu.phone.ui.Notice
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.heading
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.px
import org.ruhu.phone.ui.secondButton
import org.ruhu.phone.ui.text

/**
 * What is collected, why, for how long, and how to take the consent back (PIPL art. 14 to 17, 28 to 31). Short paragraphs
 * under headings, which TalkBack reads in order; the button to agree comes after the last of them, and nothing is ticked
 * beforehand.
 */
class FirstView(private val context: Context, private val tell: (FirstEvent) -> Unit) : Showing<FirstState> {
    private val page = Page(context)
    private val notNow = Notice(context)
    private val refuse = context.secondButton(context.getString(R.string.first_not_now)) { tell(FirstEvent.NotNow) }

    override val view: View get() = page.view

    init {
        page.title(context.getString(R.string.first_title))
        page.subtitle(context.getString(R.string.first_subtitle))
        val headings = context.resources.getStringArray(R.array.first_headings)
        val texts = context.resources.getStringArray(R.array.first_texts)
        page.content.addView(plain(R.string.first_intro))
        headings.zip(texts).forEach { (heading, text) -> page.content.addView(section(heading, text)) }
        page.content.addView(plain(R.string.first_end))
        page.content.addView(notNow.view)
        page.content.addView(
            context.mainButton(context.getString(R.string.first_agree)) { tell(FirstEvent.Agree) }.margins(top = context.dp(4)),
        )
        page.content.addView(
            refuse.margins(top = context.px(R.dimen.gap), bottom = context.px(R.dimen.edge)),
        )
    }

    private fun plain(words: Int) =
        context.text(R.style.Text_Body, context.getString(words)).margins(bottom = context.dp(10))

    private fun section(heading: String, text: String) = context.card(
        context.text(R.style.Text_Title, heading).heading(),
        context.text(R.style.Text_Body, text).margins(top = context.dp(6)),
    )

    override fun show(state: FirstState) {
        val words = context.getString(R.string.first_without).takeIf { state.phase == FirstPhase.NotNow }
        notNow.show(Tone.Due, words)
        // What it means stands above the two buttons, which stay under the thumb.
        if (words != null) refuse.post { refuse.requestRectangleOnScreen(Rect(0, 0, refuse.width, refuse.height), true) }
    }
}
