package org.ruhu.phone.platform

import android.content.Context
import android.os.SystemClock
import android.provider.Settings
import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.TimeEvidence

/** The phone's own clocks, read together at one instant. */
class SystemClocks(private val context: Context) : PhoneClocks {
    private class Heard(val gnss: Moment, val monotonicMs: Long)

    @Volatile
    private var heard: Heard? = null

    override fun now(): TimeEvidence {
        val monotonic = SystemClock.elapsedRealtime()
        return TimeEvidence(
            wall = Moment(System.currentTimeMillis()),
            monotonicMs = monotonic.toULong(),
            boot = bootCount(),
            gnss = heard?.takeIf { monotonic - it.monotonicMs in 0..FRESH_MS }?.let { it.gnss + (monotonic - it.monotonicMs) },
        )
    }

    override fun heard(gnss: Moment, monotonicMs: Long) {
        heard = Heard(gnss, monotonicMs)
    }

    /** Absent where the system does not count: then monotonic times are compared with none of another start. */
    private fun bootCount(): ULong? {
        val count = Settings.Global.getInt(context.contentResolver, Settings.Global.BOOT_COUNT, -1)
        return if (count < 0) null else count.toULong()
    }

    private companion object {
        /** The quartz is good for some milliseconds over ten minutes. */
        const val FRESH_MS = 600_000L
    }
}
