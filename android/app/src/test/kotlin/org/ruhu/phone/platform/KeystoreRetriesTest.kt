package org.ruhu.phone.platform

import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.harness.FakeAndroidKeyStore
import org.ruhu.phone.harness.TestApp
import java.util.concurrent.Callable
import java.util.concurrent.CountDownLatch
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import java.util.concurrent.ScheduledFuture
import java.util.concurrent.ScheduledThreadPoolExecutor
import java.util.concurrent.TimeUnit

/** A call that is made again later: on another thread, after the delay, for a bounded time. Nothing here waits for a delay. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class)
class KeystoreRetriesTest {
    private val delays = mutableListOf<Long>()

    /** Notes each delay and begins at once. */
    private val schedule = object : ScheduledThreadPoolExecutor(1) {
        override fun <V : Any?> schedule(task: Callable<V>, delay: Long, unit: TimeUnit): ScheduledFuture<V> {
            delays += unit.toMillis(delay)
            return super.schedule(task, 0, unit)
        }
    }
    private val asking = Executors.newSingleThreadExecutor()

    @Before
    fun install() = FakeAndroidKeyStore.install()

    @After
    fun end() {
        schedule.shutdownNow()
        asking.shutdownNow()
    }

    /** On a thread that may wait, as the core's threads may. */
    private fun <T> offMain(task: () -> T): T = try {
        asking.submit(Callable { task() }).get()
    } catch (failed: ExecutionException) {
        throw checkNotNull(failed.cause)
    }

    @Test
    fun `the call is made after the delay, and its answer or its failure comes back`() {
        val retries = KeystoreRetries(schedule)
        assertEquals(7, offMain { retries.after(300) { 7 } })
        assertThrows(KeyGone::class.java) { offMain { retries.after(800) { throw KeyGone() } } }
        assertEquals(listOf(300L, 800L), delays)
    }

    @Test
    fun `a call that does not end in time is cancelled and told as silence`() {
        val never = CountDownLatch(1)
        // The only thread is taken: what is scheduled cannot begin, however long anybody waits.
        val occupied = schedule.submit { never.await() }
        val told = assertThrows(KeystoreSilent::class.java) {
            offMain { KeystoreRetries(schedule, answerMs = 1).after(0) { throw AssertionError("it was given up") } }
        }
        assertEquals("TimeoutException", told.kind)
        never.countDown()
        occupied.get()
        schedule.shutdown()
        assertTrue(schedule.awaitTermination(30, TimeUnit.SECONDS))
    }

    @Test
    fun `calls are spread over all waits and the last failure is told`() {
        val calls = KeystoreCalls(KeystoreRetries(schedule))
        var made = 0
        val told = assertThrows(KeystoreSilent::class.java) {
            offMain {
                calls.withRetries {
                    made++
                    error("busy $made")
                }
            }
        }
        assertEquals("busy 5", told.cause?.message)
        assertEquals(KeystoreCalls.WAITS_MS, delays)
    }
}
