package org.ruhu.phone.core

import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.ReentrantLock
import kotlin.concurrent.withLock

/**
 * How many calls to the core have not come back to their screen yet. Tests wait for none instead of sleeping, and the app
 * knows from it whether it may be put away.
 */
class Underway {
    private val lock = ReentrantLock()
    private val changed = lock.newCondition()
    private var count = 0

    /** Told of every answer that comes over the binding, on the thread it comes on. Nobody listens but a bench. */
    @Volatile
    var listener: ((Any?) -> Unit)? = null

    fun begin() = lock.withLock { count++ }

    fun end() = lock.withLock {
        count--
        changed.signalAll()
    }

    /** Somebody waits for this to say that an answer is ready, though its screen has not heard it yet. */
    fun answered() = lock.withLock { changed.signalAll() }

    /** This counts as a call until it ends. */
    suspend fun <T> during(task: suspend () -> T): T {
        begin()
        try {
            return task()
        } finally {
            end()
        }
    }

    fun none(): Boolean = lock.withLock { count == 0 }

    /** Waits until something changes, at most so long. */
    fun awaitChange(millis: Long) = lock.withLock {
        if (count > 0) changed.await(millis, TimeUnit.MILLISECONDS)
    }
}
