package org.ruhu.phone

import android.app.Application
import org.ruhu.phone.platform.PhoneClocks
import org.ruhu.phone.platform.Platform
import org.ruhu.phone.platform.SystemClocks
import org.ruhu.phone.platform.androidPlatform

/** The process. Tests put an application of their own in its place, with honest fakes for the hardware. */
open class RuhuApp : Application() {
    /** The session that is there, if any. */
    protected var made: Session? = null

    /** Whatever ends the app is kept for the report first; then it ends as it would have. */
    override fun onCreate() {
        super.onCreate()
        val before = Thread.getDefaultUncaughtExceptionHandler()
        Thread.setDefaultUncaughtExceptionHandler { thread, thrown ->
            Crashes.of(this, clocks::wall).keep(thrown)
            before?.uncaughtException(thread, thrown)
        }
    }

    /** Made when it is first needed: by the activity, or by a job that the system started. */
    val session: Session get() = made ?: Session(this, platform()).also { made = it }

    /**
     * Another session in place of this one, whose store is closed first; then `between` is done, with no store open. Whoever
     * asks for the new session's core waits for all of that, and hears what went wrong in it.
     */
    fun restartSession(between: suspend (Platform) -> Unit) {
        val old = session
        made = Session(this, old.platform) {
            old.close()
            between(old.platform)
        }
    }

    /** The phone's clocks. The photo provider reads them, which may run without anything else of the app. */
    open val clocks: PhoneClocks by lazy { SystemClocks(this) }

    /** The hardware. */
    protected open fun platform(): Platform = androidPlatform(this, clocks)
}
