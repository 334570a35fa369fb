package org.ruhu.phone.screens

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.AppException

/**
 * What stands between a dumb view and the core: one immutable state, sealed events. It runs on the main thread and asks
 * the core, which answers from threads of its own.
 */
abstract class Presenter<S : Any, E : Any>(first: S, protected val session: Session, protected val stage: Stage) {
    private val scope: CoroutineScope = MainScope()
    private var watcher: ((S) -> Unit)? = null

    /** As the view shows it. */
    var state: S = first
        private set

    /** The view; it is told the state now and whenever it changes. */
    fun watch(watcher: (S) -> Unit) {
        this.watcher = watcher
        watcher(state)
    }

    /** The cadre did something. */
    abstract fun on(event: E)

    /** The screen came to the front. */
    open fun shown() = Unit

    /** The screen went from the front. */
    open fun hidden() = Unit

    /** Leaves for good. */
    open fun end() = scope.cancel()

    protected fun show(next: S) {
        if (next == state) return
        state = next
        watcher?.invoke(next)
    }

    /** Works off the main thread by asking the core; what goes wrong is told by [failed]. */
    protected fun work(task: suspend () -> Unit): Job = scope.launch {
        try {
            task()
        } catch (trouble: AppException) {
            failed(trouble)
        }
    }

    /** Something went wrong. Unless a screen knows better, the stage tells it with its remedy. */
    protected open fun failed(trouble: AppException) = stage.trouble(trouble)
}
