package org.ruhu.phone

import android.app.Application
import org.ruhu.phone.platform.PhoneClocks
import org.ruhu.phone.platform.Platform
import org.ruhu.phone.platform.SystemClocks
import org.ruhu.phone.platform.androidPlatform

/** The process. Tests put an application of their own in its place, with honest fakes for the hardware. */
open class RuhuApp : Application() {
    /** The world that is there, if any. */
    protected var made: World? = null

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
    val world: World get() = made ?: World(this, platform()).also { made = it }

    /**
     * Another world in place of this one, whose store is closed first; then `between` is done, with no store open. Whoever
     * asks for the new world's core waits for all of that, and hears what went wrong in it.
     */
    fun anew(between: suspend (Platform) -> Unit) {
        val old = world
        made = World(this, old.platform) {
            old.close()
            between(old.platform)
        }
    }

    /** The phone's clocks. The photo provider reads them, which may run without anything else of the app. */
    open val clocks: PhoneClocks by lazy { SystemClocks(this) }

    /** The hardware. */
    protected open fun platform(): Platform = androidPlatform(this, clocks)
}
