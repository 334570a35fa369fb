package org.ruhu.phone.screens.settings

import android.content.Context
import android.view.View
import android.widget.TextView
import org.ruhu.phone.R
import org.ruhu.phone.Reminding
import org.ruhu.phone.core.Me
import org.ruhu.phone.core.Originals
import org.ruhu.phone.platform.Access
import org.ruhu.phone.platform.ScreenLock
import org.ruhu.phone.platform.versionOf
import org.ruhu.phone.screens.Showing
import org.ruhu.phone.ui.Choices
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.heading
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.sizeText
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.wide

/** One page: who I am, how it looks, what it may use, and at the end what happens rarely. */
class SettingsView(private val context: Context, private val tell: (SettingsEvent) -> Unit) : Showing<SettingsState> {
    private val page = Page(context)
    private val me = line(R.style.Text_Strong)
    private val township = line(R.style.Text_Body)
    private val sixWords = line(R.style.Text_Body)
    private val lock = section(
        R.string.settings_lock,
        words(R.string.settings_lock_text),
        button(R.string.settings_lock_go, SettingsEvent.Lock),
    ).apply { background = context.ground(Tone.Due.soft, Tone.Due.ink) }
    private val newer = UpdateCard(context, tell)
    private val languages = Choices<Speech>(context) { tell(SettingsEvent.Speak(it)) }
    private val sizes = Choices<TextSize>(context) { tell(SettingsEvent.Size(it)) }
    private val originals = Choices<Originals>(context) { tell(SettingsEvent.Send(it)) }
    private val reminding = Choices<Reminding>(context) { tell(SettingsEvent.Remind(it)) }
    private val silenced = words(R.string.settings_remind_silenced)
    private val room = line(R.style.Text_Body)
    private val free = button(R.string.settings_free, SettingsEvent.Free)
    private val unsent = line(R.style.Text_Body)
    private val written = line(R.style.Text_Strong)
    private val export = button(R.string.settings_export, SettingsEvent.Export)
    private val asideCount = line(R.style.Text_Body)
    private val asideWritten = line(R.style.Text_Strong)
    private val aside = section(
        R.string.settings_aside,
        asideCount,
        button(R.string.settings_aside_export, SettingsEvent.ExportAside),
        asideWritten,
    )

    override val view: View get() = page.view

    init {
        page.title(context.getString(R.string.settings_title))
        page.subtitle("")
        page.backButton { tell(SettingsEvent.Leave) }
        listOf(
            section(R.string.settings_me, me, township, sixWords),
            lock,
            newer.view,
            section(R.string.settings_language, languages.view),
            section(R.string.settings_size, sizes.view, words(R.string.settings_sample)),
            section(R.string.settings_data, words(R.string.settings_data_text), originals.view),
            section(R.string.settings_remind, words(R.string.settings_remind_text), reminding.view, silenced),
            section(R.string.settings_room, room, free),
            section(R.string.settings_backup, words(R.string.settings_backup_text), unsent, export, written),
            aside,
            section(
                R.string.settings_diagnostics,
                words(R.string.settings_diagnostics_text),
                button(R.string.settings_diagnose, SettingsEvent.Diagnose),
            ),
            section(
                R.string.settings_consent,
                words(R.string.settings_consent_text),
                button(R.string.settings_withdraw, SettingsEvent.Withdraw),
            ),
            section(
                R.string.settings_leave,
                words(R.string.settings_leave_text),
                button(R.string.settings_sign_out, SettingsEvent.SignOut),
            ),
            section(
                R.string.settings_about,
                line(R.style.Text_Body).apply { text = context.getString(R.string.settings_version, versionOf(context)) },
                button(R.string.settings_licences, SettingsEvent.Licences),
            ),
        ).forEach(page.content::addView)
    }

    override fun show(state: SettingsState) {
        languages.show(Speech.entries.map { it to context.getString(it.words()) }, state.language)
        sizes.show(TextSize.entries.map { it to context.getString(it.words()) }, state.textSize)
        reminding.show(Reminding.entries.map { it to context.getString(it.words()) }, state.reminding)
        silenced.shownIf(state.reminding == Reminding.On && state.reminders != Access.Granted)
        lock.shownIf(state.lock == ScreenLock.Missing)
        newer.show(state.newer, state.newerSaved)
        showBackup(state.backup)
        showAside(state.aside)
        val facts = state.facts
        showMe(facts?.me)
        originals.show(Originals.entries.map { it to context.getString(it.words()) }, facts?.settings?.originals)
        room.text = when {
            facts == null -> ""
            facts.storage.originals == 0u -> context.getString(R.string.settings_room_none)
            else -> number(R.plurals.settings_room_some, facts.storage.originals.toInt(), sizeText(facts.storage.bytes))
        }
        free.shownIf(facts != null && facts.storage.originals > 0u)
        unsent.text = when {
            facts == null -> ""
            else -> unsentText(context, facts.unsent)
        }
        export.shownIf(facts?.me != null && state.backup != BackupNow.Writing)
    }

    private fun showMe(who: Me?) {
        listOf(me, township, sixWords).forEach { it.shownIf(who != null) }
        if (who == null) return
        me.text = listOf(who.cadre.name, who.cadre.unit).filter { it.isNotEmpty() }.joinToString(" · ")
        township.text = context.getString(R.string.settings_township, who.townshipName, who.address)
        sixWords.text = context.getString(R.string.settings_six_words, who.serverWords)
    }

    private fun showBackup(backup: BackupNow) {
        written.shownIf(backup != BackupNow.None)
        written.text = when (backup) {
            BackupNow.None -> ""
            BackupNow.Writing -> context.getString(R.string.settings_backup_writing)
            is BackupNow.Written -> writtenText(context, backup)
        }
    }

    private fun showAside(now: AsideNow) {
        aside.shownIf(now.count > 0)
        asideCount.text = number(R.plurals.settings_aside_text, now.count)
        asideWritten.shownIf(now.written != null)
        asideWritten.text = context.getString(R.string.settings_aside_written, now.written.orEmpty())
    }

    private fun section(title: Int, vararg inside: View) = context.card(
        context.text(R.style.Text_Title, context.getString(title)).heading(),
        *inside.map { it.wide().margins(top = context.dp(8)) }.toTypedArray(),
    )

    private fun line(style: Int): TextView = context.text(style)

    private fun words(resource: Int): TextView = context.text(R.style.Text_Body, context.getString(resource))

    private fun button(words: Int, event: SettingsEvent): TextView = context.smallButton(context.getString(words)) { tell(event) }

    private fun number(plural: Int, count: Int, vararg more: Any) =
        context.resources.getQuantityString(plural, count, count, *more)
}

private fun Speech.words(): Int = when (this) {
    Speech.System -> R.string.settings_language_system
    Speech.Chinese -> R.string.settings_language_zh
    Speech.English -> R.string.settings_language_en
}

private fun TextSize.words(): Int = when (this) {
    TextSize.Usual -> R.string.settings_size_usual
    TextSize.Large -> R.string.settings_size_large
    TextSize.Larger -> R.string.settings_size_larger
}

private fun Originals.words(): Int = when (this) {
    Originals.ON_UNMETERED -> R.string.settings_data_wifi
    Originals.NOW -> R.string.settings_data_any
}

private fun Reminding.words(): Int = when (this) {
    Reminding.On -> R.string.settings_remind_on
    Reminding.Off -> R.string.settings_remind_off
}
