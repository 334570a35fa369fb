package org.ruhu.phone

import android.app.Application
import org.ruhu.phone.platform.PhoneClocks
import org.ruhu.phone.platform.Platform
import org.ruhu.phone.platform.SystemClocks
import org.ruhu.phone.platform.androidPlatform

/** The process. Tests put an application of their own in its place, with honest fakes for the hardware. */
open class RuhuApp : Application() {
    /** Made when it is first needed: by the activity, or by a job that the system started. */
    open val world: World by lazy { World(this, platform()) }

    /** The phone's clocks. The photo provider reads them, which may run without anything else of the app. */
    open val clocks: PhoneClocks by lazy { SystemClocks(this) }

    /** The hardware. */
    protected open fun platform(): Platform = androidPlatform(this, clocks)
}
