package org.ruhu.phone.screens.enrol

import android.app.Activity
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import org.ruhu.phone.Place
import org.ruhu.phone.Question
import org.ruhu.phone.R
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.ByNeed
import org.ruhu.phone.core.Core
import org.ruhu.phone.core.DueFilter
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.Me
import org.ruhu.phone.core.ServerShown
import org.ruhu.phone.core.SyncDone
import org.ruhu.phone.core.Text
import org.ruhu.phone.core.TodayAsk
import org.ruhu.phone.core.TryLater
import org.ruhu.phone.core.Urgency
import org.ruhu.phone.offMain
import org.ruhu.phone.platform.BrokenPicture
import org.ruhu.phone.platform.Launched
import org.ruhu.phone.platform.PictureBound
import org.ruhu.phone.platform.Shot
import org.ruhu.phone.road.SendingEnd
import org.ruhu.phone.road.SendingNow
import org.ruhu.phone.screens.Back
import org.ruhu.phone.screens.Presenter
import org.ruhu.phone.screens.first.CONSENT_VERSION
import org.ruhu.phone.ui.sentence

/** Takes the sheet's code, scanned or typed, to the township. The code is kept in memory alone: until it is used it is a secret. */
class EnrolPresenter(session: Session, stage: Stage) :
    Presenter<EnrolState, EnrolEvent>(beginning(session), session, stage) {
    private val sending: (SendingNow) -> Unit = ::sends
    private var attempt: (suspend (Core) -> Me)? = null
    private var listening = false

    init {
        work {
            val me = session.core().me()
            when {
                me == null -> Unit
                // The phone was turned while the code was on its way: it arrived.
                session.preferences.agreed == CONSENT_VERSION && session.core().consented() == null -> arrived(me)
                else -> show(state.copy(again = Again.Known))
            }
        }
    }

    /** Also when the camera came back: what it wrote waits. */
    override fun shown() {
        work { takeIn() }
    }

    /** The camera came back: with a picture, without one, or with less than it says. */
    fun result(request: Int, result: Int) {
        if (request != REQUEST) return
        work {
            if (takeIn() || state.step !is EnrolStep.Choose) return@work
            own(EnrolStep.Choose, if (result == Activity.RESULT_OK) R.string.enrol_no_picture else R.string.enrol_no_photo)
        }
    }

    /** Reads what waits. Answers whether something did; while one is being read there is nothing else to do. */
    private suspend fun takeIn(): Boolean {
        if (state.step !is EnrolStep.Choose) return false
        val shots = session.offMain { session.platform.camera.waiting(OWNER) }
        if (shots.isEmpty() || state.step !is EnrolStep.Choose) return shots.isNotEmpty()
        read(shots)
        return true
    }

    override fun on(event: EnrolEvent) {
        when (event) {
            EnrolEvent.Scan -> scan()
            EnrolEvent.Type -> typing()
            is EnrolEvent.Address -> typed(state.typed.copy(address = event.text))
            is EnrolEvent.First -> typed(state.typed.first(event.text))
            is EnrolEvent.Second -> typed(state.typed.copy(second = plain(event.text)))
            EnrolEvent.Ask -> lookUpServer()
            EnrolEvent.Same -> (state.step as? EnrolStep.Compare)?.let { enrolAt(it.server, state.typed.code) }
            EnrolEvent.Different -> own(EnrolStep.Typing, R.string.enrol_different_words)
            EnrolEvent.Again -> attempt?.let(::enrol)
            EnrolEvent.Enter -> enter()
        }
    }

    fun back(): Back = when (state.step) {
        EnrolStep.Choose, EnrolStep.Reading, EnrolStep.Enrolling -> Back.Leave
        is EnrolStep.Done -> Back.Done.also { enter() }
        EnrolStep.Typing, EnrolStep.Asking, EnrolStep.Failed -> Back.Done.also { choosing() }
        is EnrolStep.Compare -> Back.Done.also { at(EnrolStep.Typing) }
    }

    override fun end() {
        session.sending.unwatch(sending)
        super.end()
    }

    private fun at(step: EnrolStep) = show(state.copy(step = step, trouble = null))

    private fun own(step: EnrolStep, words: Int) = show(state.copy(step = step, trouble = EnrolTrouble.Own(words)))

    private fun choosing() {
        session.typed = null
        at(EnrolStep.Choose)
    }

    private fun typing() {
        session.typed = state.typed
        at(EnrolStep.Typing)
    }

    private fun typed(typed: Typed) {
        session.typed = typed
        show(state.copy(typed = typed))
    }

    private fun scan() {
        choosing()
        work {
            // Of an earlier try, perhaps of another sheet.
            session.offMain { session.platform.camera.run { waiting(OWNER).forEach(::done) } }
            if (session.platform.camera.open(stage.activity, OWNER, REQUEST) == Launched.NobodyThere) {
                show(state.copy(trouble = EnrolTrouble.Own(R.string.enrol_no_camera)))
            }
        }
    }

    /** The newest picture counts. Each is gone once it was read: it shows a code. */
    private fun read(shots: List<Shot>) {
        at(EnrolStep.Reading)
        work {
            val read = session.offMain { readShot(shots.last()) }
            session.offMain { shots.forEach(session.platform.camera::done) }
            when (read) {
                is QrRead.Found -> enrol { core -> core.enrol(read.text, session.platform.phone.model) }
                QrRead.NoCode -> own(EnrolStep.Choose, R.string.enrol_no_code)
                QrRead.NoPicture -> own(EnrolStep.Choose, R.string.enrol_no_picture)
            }
        }
    }

    /**
     * What the newest picture says. One that does not open, or that ended the process before, is no picture: it would be so
     * each time, and the sheet can be taken again.
     */
    private fun readShot(shot: Shot): QrRead {
        val camera = session.platform.camera
        if (camera.begin(shot) > 0) return QrRead.NoPicture
        return try {
            if (PictureBound(session.platform.phone.memoryMiB).holdsFile(camera.size(shot))) readQr(camera.read(shot)) else QrRead.NoPicture
        } catch (_: BrokenPicture) {
            QrRead.NoPicture
        } catch (_: OutOfMemoryError) {
            QrRead.NoPicture
        } finally {
            camera.ended(shot)
        }
    }

    private fun lookUpServer() {
        val typed = state.typed
        if (typed.address.isBlank()) return show(state.copy(trouble = EnrolTrouble.Own(R.string.enrol_no_address)))
        if (typed.code.length != CODE_LENGTH) return show(state.copy(trouble = EnrolTrouble.CodeLength(typed.code.length)))
        session.preferences.address = typed.address.trim()
        at(EnrolStep.Asking)
        work { at(EnrolStep.Compare(session.core().lookUp(typed.address))) }
    }

    private fun enrolAt(server: ServerShown, code: String) = enrol { core ->
        core.enrolAt(server, code, session.platform.phone.model)
    }

    /** Kept until it has worked: without a signal the same code is tried again. */
    private fun enrol(how: suspend (Core) -> Me) {
        attempt = how
        at(EnrolStep.Enrolling)
        work {
            val me = how(session.core())
            attempt = null
            arrived(me)
        }
    }

    /** Enrolled: what was agreed to before becomes a record, the first of this phone; then the list is fetched. */
    private suspend fun arrived(me: Me) {
        if (session.preferences.agreed == CONSENT_VERSION) session.core().consent(CONSENT_VERSION)
        session.preferences.agreed = null
        session.typed = null
        at(EnrolStep.Done(me, ListComes.Coming(0)))
        session.sending.watch(sending)
        session.sending.send(Urgency.ASKED)
    }

    /** The list on its way; how the sending stood before this one began is not its end. */
    private fun sends(now: SendingNow) {
        if (now is SendingNow.Running) listening = true
        if (!listening) return
        work {
            val households = session.core().today(TodayAsk(ByNeed, DueFilter.ALL, 0u, 1u)).households.toInt()
            list(
                when (now) {
                    is SendingNow.Running -> ListComes.Coming(households)
                    is SendingNow.Idle -> if (households > 0) ListComes.There(households) else ListComes.Later(why(now))
                },
            )
        }
    }

    private fun why(now: SendingNow.Idle): Text? = when (val ended = now.ended) {
        is SendingEnd.Failed -> ended.trouble.sentence()
        is SendingEnd.Reported -> ended.report.text.takeIf { ended.report.end !is SyncDone }
        null -> null
    }

    private fun list(list: ListComes) {
        val done = state.step as? EnrolStep.Done ?: return
        if (list is ListComes.Coming && done.list !is ListComes.Coming) return
        show(state.copy(step = done.copy(list = list)))
    }

    private fun enter() {
        work {
            stage.restart(if (session.core().consented() == CONSENT_VERSION) Place.Today else Place.Consent)
        }
    }

    /** Told on the page, where the way on is; typed things stay typed. */
    override fun failed(trouble: AppException) {
        val step = when (val step = state.step) {
            EnrolStep.Asking, is EnrolStep.Compare -> EnrolStep.Typing
            EnrolStep.Reading -> EnrolStep.Choose
            EnrolStep.Enrolling -> if (trouble is TryLater) EnrolStep.Failed else beforeCode()
            else -> step
        }
        // That "records are kept" is no comfort to whoever has none yet.
        val told = if (step == EnrolStep.Failed) EnrolTrouble.Own(R.string.enrol_no_signal) else refusal(trouble)
        show(state.copy(step = step, trouble = told))
        if ((trouble as? FixThis)?.code == KEY_TAKEN) askNewKey()
    }

    /** This phone was another cadre's, or its key was revoked: another key, and the sheet once more. */
    private fun askNewKey() {
        fun words(resource: Int) = stage.activity.getString(resource)
        stage.confirm(
            Question(
                words(R.string.trouble_fix),
                words(R.string.enrol_key_taken),
                words(R.string.enrol_new_key),
                words(R.string.cancel),
            ),
        ) { stage.restartSession { platform -> withContext(Dispatchers.IO) { platform.keys.renewSigner() } } }
    }

    private fun beforeCode() = if (state.typed.code.isEmpty()) EnrolStep.Choose else EnrolStep.Typing

    private companion object {
        const val OWNER = "enrol"
        const val REQUEST = 21
        const val CODE_LENGTH = 10
    }
}

/** The phone may have been turned in the midst of typing. */
private fun beginning(session: Session): EnrolState = when (val typed = session.typed) {
    null -> EnrolState(typed = Typed(session.preferences.address))
    else -> EnrolState(EnrolStep.Typing, typed)
}
