package org.ruhu.phone.screens.settings

import android.Manifest
import android.content.Intent
import android.net.Uri
import android.os.Build
import org.ruhu.phone.Place
import org.ruhu.phone.Question
import org.ruhu.phone.R
import org.ruhu.phone.Reminding
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.BackupCovers
import org.ruhu.phone.core.Language
import org.ruhu.phone.core.Originals
import org.ruhu.phone.core.Urgency
import org.ruhu.phone.offMain
import org.ruhu.phone.platform.Access
import org.ruhu.phone.platform.AsideStores
import org.ruhu.phone.platform.Launched
import org.ruhu.phone.road.NewerNow
import org.ruhu.phone.screens.Presenter
import org.ruhu.phone.screens.first.CONSENT_VERSION
import org.ruhu.phone.ui.isChinese
import org.ruhu.phone.ui.shareText
import org.ruhu.phone.ui.sizeText

/** Changes what can be set; everything is kept at once. */
class SettingsPresenter(session: Session, stage: Stage) :
    Presenter<SettingsState, SettingsEvent>(first(session), session, stage) {
    private val file = BackupFile(stage.activity)
    private val update = UpdatePart(session)
    private val asideStores = AsideStores(session.systemContext)

    private val newer: (NewerNow) -> Unit = { now ->
        show(state.copy(newer = now, newerSaved = state.newerSaved.takeIf { now is NewerNow.Ready }))
    }

    override fun shown() {
        session.newer.watch(newer)
        show(state.copy(reminders = session.platform.reminders.access(), lock = session.platform.phone.locked()))
        reload()
    }

    override fun hidden() = session.newer.unwatch(newer)

    override fun on(event: SettingsEvent) {
        when (event) {
            is SettingsEvent.Speak -> speak(event.language)
            is SettingsEvent.Size -> size(event.size)
            is SettingsEvent.Send -> send(event.originals)
            is SettingsEvent.Remind -> remind(event.reminding)
            SettingsEvent.Lock -> open(Intent(android.provider.Settings.ACTION_SECURITY_SETTINGS))
            SettingsEvent.Free -> work { session.core().freeStorage().also { reload() } }
            SettingsEvent.Export -> export()
            SettingsEvent.ExportAside -> choose(file.createForSetAside(session.platform.clocks.wall()), ASIDE)
            SettingsEvent.FetchApp -> session.newer.fetch()
            SettingsEvent.SaveApp -> session.newer.now.app?.let { choose(update.create(it), APP) }
            SettingsEvent.Diagnose -> diagnose()
            SettingsEvent.Withdraw -> withdraw()
            SettingsEvent.SignOut -> askSignOut()
            SettingsEvent.Licences -> licencesDialog(stage.activity)
            SettingsEvent.Leave -> stage.back()
        }
    }

    private fun reload() {
        work {
            val facts = session.core().settingsPage()
            val count = session.offMain { asideStores.folders().size }
            show(state.copy(facts = facts, aside = state.aside.copy(count = count)))
        }
    }

    private fun speak(speech: Speech) {
        if (speech == state.language) return
        session.preferences.language = speech.language
        work {
            val core = session.core()
            val spoken = speech.language ?: if (isChinese(session.systemContext)) Language.ZH else Language.EN
            core.setSettings(core.settings().copy(language = spoken))
            stage.rebuild()
        }
    }

    private fun size(size: TextSize) {
        if (size == state.textSize) return
        session.preferences.textSize = size.scale
        stage.rebuild()
    }

    private fun send(originals: Originals) = work {
        val core = session.core()
        core.setSettings(core.settings().copy(originals = originals))
        reload()
        session.sending.send(Urgency.BY_ITSELF)
    }

    private fun remind(reminding: Reminding) {
        session.preferences.reminding = reminding
        show(state.copy(reminding = reminding))
        val jobs = session.platform.jobs
        if (reminding == Reminding.On) jobs.remindEachMorning(session.platform.clocks.wall()) else jobs.stopReminding()
        if (reminding == Reminding.On && state.reminders == Access.ToAsk && Build.VERSION.SDK_INT >= 33) {
            stage.askPermissions(Manifest.permission.POST_NOTIFICATIONS)
        }
    }

    private fun open(intent: Intent) {
        if (stage.launch(intent) == Launched.NobodyThere) nothingThere()
    }

    private fun nothingThere() = stage.confirm(
        Question(
            words(R.string.settings_title),
            words(R.string.nothing_there),
            words(R.string.understood),
            words(R.string.cancel),
        ),
    ) {}

    // The backup.

    private fun export() = choose(file.create(session.platform.clocks.wall()), DOCUMENT)

    private fun choose(place: Intent, request: Int) {
        if (stage.launch(place, request) == Launched.NobodyThere) nothingThere()
    }

    /** The place was chosen. */
    fun document(request: Int, document: Uri) {
        val chosen = ChosenDocument(stage.activity, document)
        when (request) {
            DOCUMENT -> writeBackup(chosen)
            ASIDE -> work {
                session.underway.during { file.writeAside(asideStores, chosen) }
                show(state.copy(aside = state.aside.copy(written = chosen.name)))
            }
            APP -> work {
                val saved = update.write(chosen)
                show(state.copy(newerSaved = saved))
            }
        }
    }

    private fun writeBackup(to: ChosenDocument) {
        show(state.copy(backup = BackupNow.Writing))
        work {
            val backup = session.underway.during { file.write(session.core(), to) }
            show(state.copy(backup = BackupNow.Written(backup, to.name)))
            reload()
        }
    }

    override fun failed(trouble: AppException) {
        if (state.backup == BackupNow.Writing) show(state.copy(backup = BackupNow.None))
        super.failed(trouble)
    }

    // What leaves.

    private fun diagnose() = work {
        val core = session.core()
        val now = diagnostics(stage.activity, session, core.settingsPage(), core.outbox())
        val text = (listOf(now) + session.crashes.all()).joinToString("\n\n")
        diagnosticsDialog(stage.activity, text) { open(shareText(text, words(R.string.settings_diagnostics))) }
    }

    private fun withdraw() = stage.confirm(
        Question(
            words(R.string.settings_withdraw),
            words(R.string.settings_withdraw_text),
            words(R.string.settings_withdraw_yes),
            words(R.string.cancel),
        ),
    ) {
        work {
            session.core().withdrawConsent(CONSENT_VERSION)
            session.sending.send(Urgency.BY_ITSELF)
            stage.restart(Place.Consent)
        }
    }

    /** Nothing that only this phone has may be lost by a tap: it is sent, or written to a file, before. */
    private fun askSignOut() = work {
        val page = session.core().settingsPage()
        val backup = page.lastBackup
        when {
            page.unsent.records == 0u && page.unsent.photos == 0u -> askLast(words(R.string.settings_sign_out_text))
            backup?.covers == BackupCovers.EVERYTHING -> askLast(
                stage.activity.getString(R.string.settings_sign_out_backed, unsentText(stage.activity, page.unsent)),
            )
            else -> stage.confirm(
                Question(
                    unsentText(stage.activity, page.unsent),
                    stage.activity.getString(R.string.settings_sign_out_unsent, sizeText(page.unsent.bytes)),
                    words(R.string.settings_export_first),
                    words(R.string.cancel),
                ),
            ) { export() }
        }
    }

    private fun askLast(text: String) = stage.confirm(
        Question(words(R.string.settings_sign_out), text, words(R.string.settings_sign_out_yes), words(R.string.cancel)),
    ) {
        work {
            session.core().signOut()
            session.newer.forget()
            stage.restartSession(::forgetKeys)
        }
    }

    private fun words(resource: Int) = stage.activity.getString(resource)

    private companion object {
        const val DOCUMENT = 31
        const val APP = 32
        const val ASIDE = 33

        fun first(session: Session) = SettingsState(
            language = Speech.entries.first { it.language == session.preferences.language },
            textSize = TextSize.of(session.preferences.textSize),
            reminding = session.preferences.reminding,
            reminders = session.platform.reminders.access(),
            lock = session.platform.phone.locked(),
        )
    }
}
