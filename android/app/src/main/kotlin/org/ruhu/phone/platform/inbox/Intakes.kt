package org.ruhu.phone.platform.inbox

import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.ReentrantLock
import kotlin.concurrent.withLock

/** Pictures that a camera is writing at this moment, in this process. Whoever asks for the whole ones waits for them a little. */
internal object Intakes {
    private val lock = ReentrantLock()
    private val ended = lock.newCondition()
    private val owners = mutableListOf<String>()

    fun begin(owner: String) = lock.withLock { owners += owner }

    fun end(owner: String) = lock.withLock {
        owners -= owner
        ended.signalAll()
    }

    /** Whether nobody is writing at all. */
    fun none(): Boolean = lock.withLock { owners.isEmpty() }

    /**
     * Waits until nobody writes for this owner, at most so long. A camera closes its picture before it comes back, so there
     * is hardly anything to wait for; one that does not is waited for no longer, and its picture is taken in the next time.
     */
    fun awaitNone(owner: String, millis: Long) = lock.withLock {
        var left = TimeUnit.MILLISECONDS.toNanos(millis)
        while (owner in owners && left > 0) left = ended.awaitNanos(left)
    }
}
