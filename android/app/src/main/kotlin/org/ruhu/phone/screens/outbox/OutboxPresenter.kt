package org.ruhu.phone.screens.outbox

import org.ruhu.phone.Place
import org.ruhu.phone.R
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.Originals
import org.ruhu.phone.core.Urgency
import org.ruhu.phone.platform.Launched
import org.ruhu.phone.platform.RomPages
import org.ruhu.phone.road.SendingNow
import org.ruhu.phone.screens.Presenter
import org.ruhu.phone.ui.toast

/** Watches the sending, and asks the core for the box whenever a run has ended. */
class OutboxPresenter(session: Session, stage: Stage) : Presenter<OutboxState, OutboxEvent>(OutboxState(), session, stage) {
    private val watcher: (SendingNow) -> Unit = ::heard
    private var watches = false

    override fun shown() {
        if (watches) reload() else session.sending.watch(watcher)
        watches = true
    }

    override fun hidden() {
        session.sending.unwatch(watcher)
        watches = false
    }

    override fun on(event: OutboxEvent) {
        when (event) {
            OutboxEvent.Back -> stage.back()
            OutboxEvent.Send -> session.sending.send(Urgency.ASKED)
            is OutboxEvent.Retry -> work {
                session.core().retry(event.sha256)
                session.sending.send(Urgency.ASKED)
            }
            is OutboxEvent.GiveUp -> show(state.copy(givingUp = event.sha256))
            is OutboxEvent.GiveUpBecause -> work {
                session.core().giveUpOriginal(event.sha256, event.why)
                show(state.copy(givingUp = null))
                session.sending.send(Urgency.ASKED)
            }
            OutboxEvent.Free -> free()
            is OutboxEvent.Rule -> rule(event.rule)
            OutboxEvent.Background -> background()
            OutboxEvent.Enrol -> stage.go(Place.Enrol)
        }
    }

    private fun heard(now: SendingNow) {
        show(state.copy(sending = now))
        if (now is SendingNow.Idle || state.box == null) reload()
    }

    private fun reload() = work {
        val box = session.core().outbox()
        show(state.copy(box = box, rule = box.originals, lastJob = session.preferences.lastJob))
    }

    private fun free() = work {
        val before = state.box?.canFree ?: 0uL
        val left = session.core().freeStorage()
        show(state.copy(freed = before - left.bytes))
        reload()
    }

    /** The choice is kept first; what waited for Wi-Fi then goes at once. */
    private fun rule(rule: Originals) = work {
        val core = session.core()
        core.setSettings(core.settings().copy(originals = rule))
        show(state.copy(rule = rule))
        if (rule == Originals.NOW) session.sending.send(Urgency.BY_ITSELF) else reload()
    }

    private fun background() {
        val pages = RomPages.pages(session.platform.phone.maker, stage.activity.packageName)
        if (pages.none { stage.launch(it) == Launched.Opened }) toast(stage.activity, R.string.nothing_there)
    }
}
