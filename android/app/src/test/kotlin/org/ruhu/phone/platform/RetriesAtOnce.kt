package org.ruhu.phone.platform

/** Makes the call again without waiting, and notes for how long it would have waited, in milliseconds. */
internal class RetriesAtOnce(private val waits: MutableList<Long>) : Retries {
    override fun <T> after(millis: Long, task: () -> T): T {
        waits += millis
        return task()
    }
}
