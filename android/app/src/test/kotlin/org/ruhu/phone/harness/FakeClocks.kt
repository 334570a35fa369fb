package org.ruhu.phone.harness

import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.TimeEvidence
import org.ruhu.phone.platform.PhoneClocks

/** Clocks that nobody waits for: they stand until they are stepped, and the wall clock can be set wrong. */
class FakeClocks(private var trueTime: Moment) : PhoneClocks {
    private var off = 0L
    private var switchedOn = trueTime - 3_600_000
    private var boot = 1uL
    private var heard: Pair<Moment, Long>? = null

    /** A bug that nobody thought of: so many more readings by the core fail. */
    @Volatile
    var failing = 0

    @Synchronized
    override fun now(): TimeEvidence {
        if (failing > 0 && Thread.currentThread().name.startsWith("ruhu-")) {
            failing--
            error("the clocks of 李秀英 are broken")
        }
        val monotonic = trueTime - switchedOn
        return TimeEvidence(
            wall = trueTime + off,
            monotonicMs = monotonic.toULong(),
            boot = boot,
            gnss = heard?.let { (gnss, at) -> gnss + (monotonic - at) },
        )
    }

    @Synchronized
    override fun heard(gnss: Moment, monotonicMs: Long) {
        heard = gnss to (trueTime - switchedOn)
    }

    /** What the time really is. */
    @Synchronized
    fun trueTime(): Moment = trueTime

    @Synchronized
    fun passMinutes(minutes: Int) {
        trueTime += minutes * 60_000L
    }

    @Synchronized
    fun passDays(days: Int) {
        trueTime += days * 86_400_000L
    }

    /** It is this late, or later already. */
    @Synchronized
    fun reach(moment: Moment) {
        trueTime = maxOf(trueTime, moment)
    }

    /** Somebody sets the wall clock; the monotonic clock does not care. */
    @Synchronized
    fun setWallByMinutes(minutes: Int) {
        off += minutes * 60_000L
    }

    /** Switched off and on again. */
    @Synchronized
    fun reboot() {
        boot++
        switchedOn = trueTime - 30_000
        heard = null
    }
}
