package org.ruhu.phone.screens.settings

import android.content.Context
import android.view.View
import android.widget.TextView
import org.ruhu.phone.R
import org.ruhu.phone.platform.AppCheck
import org.ruhu.phone.road.NewerNow
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.heading
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.sentence
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.sizeText
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.wide

/** The card about a newer version; it is there only when there is one, or something to be warned of. */
class UpdateCard(private val context: Context, tell: (SettingsEvent) -> Unit) {
    private val title: TextView = context.text(R.style.Text_Title).heading()
    private val words: TextView = context.text(R.style.Text_Body)
    private val warning: TextView = context.text(R.style.Text_Strong).apply { setTextColor(context.getColor(R.color.miss)) }
    private val fetch = context.smallButton(context.getString(R.string.update_fetch)) { tell(SettingsEvent.FetchApp) }
    private val save = context.smallButton(context.getString(R.string.update_save)) { tell(SettingsEvent.SaveApp) }

    val view: View = context.card(title, *listOf(words, warning, fetch, save).map(::spaced).toTypedArray())

    /** `saved` is what the file was called when it was saved. */
    fun show(now: NewerNow, saved: String?) {
        view.shownIf(now != NewerNow.None)
        title.text = when (val app = now.app) {
            null -> context.getString(R.string.update_doubtful)
            else -> context.getString(R.string.update_title, app.versionName, sizeText(app.bytes))
        }
        put(words, wordsOf(now, saved))
        put(warning, warningOf(now))
        fetch.shownIf(now is NewerNow.Known)
        save.shownIf(now is NewerNow.Ready)
        val wrong = now is NewerNow.NotOurs || now is NewerNow.Doubtful
        view.background = if (wrong) context.ground(Tone.Miss.soft, Tone.Miss.ink) else context.ground(Tone.Wait.soft, Tone.Wait.ink)
    }

    private fun wordsOf(now: NewerNow, saved: String?): String? = when (now) {
        is NewerNow.Known -> now.trouble?.sentence()?.here(context) ?: context.getString(R.string.update_known)
        is NewerNow.Coming -> context.getString(R.string.update_coming, sizeText(now.bytes), sizeText(now.app.bytes))
        is NewerNow.Ready -> saved?.let { context.getString(R.string.update_saved, it) } ?: context.getString(R.string.update_ready)
        is NewerNow.NotOurs, is NewerNow.Doubtful, NewerNow.None -> null
    }

    private fun warningOf(now: NewerNow): String? = when (now) {
        is NewerNow.NotOurs -> context.getString(
            when (now.check) {
                AppCheck.OtherSigner, AppCheck.NoApp -> R.string.update_other_signer
                AppCheck.OtherApp -> R.string.update_other_app
                AppCheck.NotNewer, AppCheck.Good -> R.string.update_not_newer
            },
        )
        is NewerNow.Doubtful -> now.trouble.sentence().here(context)
        is NewerNow.Known, is NewerNow.Coming, is NewerNow.Ready, NewerNow.None -> null
    }

    private fun put(line: TextView, words: String?) {
        line.shownIf(words != null)
        line.text = words.orEmpty()
    }

    private fun spaced(view: View) = view.wide().margins(top = context.dp(8))
}
