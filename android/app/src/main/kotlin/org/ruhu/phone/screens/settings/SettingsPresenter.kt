package org.ruhu.phone.screens.settings

import android.Manifest
import android.content.Intent
import android.net.Uri
import android.os.Build
import org.ruhu.phone.Place
import org.ruhu.phone.Question
import org.ruhu.phone.R
import org.ruhu.phone.Reminding
import org.ruhu.phone.Stage
import org.ruhu.phone.World
import org.ruhu.phone.aside
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.BackupCovers
import org.ruhu.phone.core.Language
import org.ruhu.phone.core.Originals
import org.ruhu.phone.core.Urgency
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
class SettingsPresenter(world: World, stage: Stage) :
    Presenter<SettingsState, SettingsEvent>(first(world), world, stage) {
    private val file = BackupFile(stage.activity)
    private val update = UpdatePart(world)
    private val asideStores = AsideStores(world.systemContext)

    private val newer: (NewerNow) -> Unit = { now ->
        show(state.copy(newer = now, newerSaved = state.newerSaved.takeIf { now is NewerNow.Ready }))
    }

    override fun shown() {
        world.newer.watch(newer)
        show(state.copy(reminders = world.platform.reminders.access(), lock = world.platform.phone.locked()))
        reload()
    }

    override fun hidden() = world.newer.unwatch(newer)

    override fun on(event: SettingsEvent) {
        when (event) {
            is SettingsEvent.Speak -> speak(event.language)
            is SettingsEvent.Size -> size(event.size)
            is SettingsEvent.Send -> send(event.originals)
            is SettingsEvent.Remind -> remind(event.reminding)
            SettingsEvent.Lock -> open(Intent(android.provider.Settings.ACTION_SECURITY_SETTINGS))
            SettingsEvent.Free -> work { world.core().freeStorage().also { reload() } }
            SettingsEvent.Export -> export()
            SettingsEvent.ExportAside -> choose(file.askAside(world.platform.clocks.wall()), ASIDE)
            SettingsEvent.FetchApp -> world.newer.fetch()
            SettingsEvent.SaveApp -> world.newer.now.app?.let { choose(update.ask(it), APP) }
            SettingsEvent.Diagnose -> diagnose()
            SettingsEvent.Withdraw -> withdraw()
            SettingsEvent.SignOut -> askSignOut()
            SettingsEvent.Licences -> licencesDialog(stage.activity)
            SettingsEvent.Leave -> stage.back()
        }
    }

    private fun reload() {
        work {
            val facts = world.core().settingsPage()
            val count = world.aside { asideStores.folders().size }
            show(state.copy(facts = facts, aside = state.aside.copy(count = count)))
        }
    }

    private fun speak(speech: Speech) {
        if (speech == state.language) return
        world.habits.language = speech.language
        work {
            val core = world.core()
            val spoken = speech.language ?: if (isChinese(world.systemContext)) Language.ZH else Language.EN
            core.setSettings(core.settings().copy(language = spoken))
            stage.rebuild()
        }
    }

    private fun size(size: TextSize) {
        if (size == state.textSize) return
        world.habits.textSize = size.scale
        stage.rebuild()
    }

    private fun send(originals: Originals) = work {
        val core = world.core()
        core.setSettings(core.settings().copy(originals = originals))
        reload()
        world.sending.send(Urgency.BY_ITSELF)
    }

    private fun remind(reminding: Reminding) {
        world.habits.reminding = reminding
        show(state.copy(reminding = reminding))
        val jobs = world.platform.jobs
        if (reminding == Reminding.On) jobs.remindEachMorning(world.platform.clocks.wall()) else jobs.stopReminding()
        if (reminding == Reminding.On && state.reminders == Access.ToAsk && Build.VERSION.SDK_INT >= 33) {
            stage.ask(Manifest.permission.POST_NOTIFICATIONS)
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

    private fun export() = choose(file.ask(world.platform.clocks.wall()), DOCUMENT)

    private fun choose(place: Intent, request: Int) {
        if (stage.launch(place, request) == Launched.NobodyThere) nothingThere()
    }

    /** The place was chosen. */
    fun document(request: Int, document: Uri) {
        val chosen = ChosenDocument(stage.activity, document)
        when (request) {
            DOCUMENT -> writeBackup(chosen)
            ASIDE -> work {
                world.underway.during { file.writeAside(asideStores, chosen) }
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
            val backup = world.underway.during { file.write(world.core(), to) }
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
        val core = world.core()
        val now = diagnostics(stage.activity, world, core.settingsPage(), core.outbox())
        val text = (listOf(now) + world.crashes.all()).joinToString("\n\n")
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
            world.core().withdrawConsent(CONSENT_VERSION)
            world.sending.send(Urgency.BY_ITSELF)
            stage.restart(Place.Consent)
        }
    }

    /** Nothing that only this phone has may be lost by a tap: it is sent, or written to a file, before. */
    private fun askSignOut() = work {
        val page = world.core().settingsPage()
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
            world.core().signOut()
            world.newer.forget()
            stage.anew(::forgetKeys)
        }
    }

    private fun words(resource: Int) = stage.activity.getString(resource)

    private companion object {
        const val DOCUMENT = 31
        const val APP = 32
        const val ASIDE = 33

        fun first(world: World) = SettingsState(
            language = Speech.entries.first { it.language == world.habits.language },
            textSize = TextSize.of(world.habits.textSize),
            reminding = world.habits.reminding,
            reminders = world.platform.reminders.access(),
            lock = world.platform.phone.locked(),
        )
    }
}
