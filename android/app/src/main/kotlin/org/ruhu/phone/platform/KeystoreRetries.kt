package org.ruhu.phone.platform

import android.os.Looper
import java.util.concurrent.Callable
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import java.util.concurrent.ScheduledExecutorService
import java.util.concurrent.TimeUnit.MILLISECONDS
import java.util.concurrent.TimeoutException

/** Makes a call to the keystore again later, and waits for its answer. */
internal interface Retries {
    /** The answer of `task`, begun after so many milliseconds. Throws what it throws, and [KeystoreSilent] when it does not end. */
    fun <T> after(millis: Long, task: () -> T): T
}

/**
 * Makes a call to the keystore later, on a thread of its own. The Rust core asks for a key or a signature and needs the answer
 * from the same call, so whoever asked waits for it: never on the main thread, and for at most the delay and `answerMs`.
 */
internal class KeystoreRetries(private val schedule: ScheduledExecutorService, private val answerMs: Long = ANSWER_MS) : Retries {
    /** A call that has not ended in time is cancelled, and what it answers later is dropped. */
    override fun <T> after(millis: Long, task: () -> T): T {
        check(Looper.myLooper() != Looper.getMainLooper()) { "the keystore is not waited for on the main thread" }
        val begun = schedule.schedule(Callable { task() }, millis, MILLISECONDS)
        try {
            return begun.get(millis + answerMs, MILLISECONDS)
        } catch (failed: ExecutionException) {
            throw failed.cause ?: failed
        } catch (late: TimeoutException) {
            begun.cancel(true)
            throw KeystoreSilent(late)
        } catch (stopped: InterruptedException) {
            begun.cancel(true)
            Thread.currentThread().interrupt()
            throw KeystoreSilent(stopped)
        }
    }

    companion object {
        /** A StrongBox signs within a second; a keystore that needs longer than this has stopped answering. */
        private const val ANSWER_MS = 20_000L

        /** For the whole process: more than one may be asked again at once, and one that hangs holds up no other. */
        val ofProcess: KeystoreRetries by lazy {
            KeystoreRetries(Executors.newScheduledThreadPool(THREADS) { Thread(it, "keystore").apply { isDaemon = true } })
        }

        private const val THREADS = 4
    }
}
