package org.ruhu.phone.screens

import android.os.Bundle
import kotlinx.coroutines.Job
import org.ruhu.phone.Place
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.Urgency
import org.ruhu.phone.ui.dayOf
import org.ruhu.phone.ui.toast

/** A form: what is half written is kept by its place until it is saved, and saving it twice is saving it once. */
abstract class FormPresenter<S : Any, E : Any>(first: S, private val place: Place, session: Session, stage: Stage) :
    Presenter<S, E>(first, session, stage) {
    private var saving: Job? = null

    /** What of the state must not be lost. */
    protected abstract fun keep(state: S): Bundle

    /** The cadre changed something. */
    protected fun change(next: S) {
        show(next)
        session.forms.keep(place, keep(next))
    }

    /** Throws away what was half written. */
    protected fun forget() = session.forms.forget(place)

    /** Saves, once; then the form is gone, what waits is sent, and the page before comes back with `words`. */
    protected fun save(words: Int, task: suspend () -> Unit) = once {
        task()
        forget()
        session.sending.send(Urgency.BY_ITSELF)
        toast(stage.activity, words)
        stage.back()
    }

    /** Does it, and while it is being done a second press changes nothing. */
    protected fun once(task: suspend () -> Unit) {
        if (saving?.isActive != true) saving = work(task)
    }

    /** The phone's China day. */
    protected fun today(): Day = dayOf(session.platform.clocks.wall())
}

/** Whether saving was asked for: only then is somebody told what is still missing. */
enum class Asked { NotYet, Yes }

/** The member of a closed set that was kept by its name. */
inline fun <reified T : Enum<T>> Bundle.word(key: String): T? = getString(key)?.let { kept ->
    enumValues<T>().firstOrNull { it.name == kept }
}

/** Keeps a member of a closed set by its name. */
fun Bundle.putWord(key: String, word: Enum<*>?) = putString(key, word?.name)
