package org.ruhu.phone.harness

import org.ruhu.phone.RuhuApp
import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.Roots
import org.ruhu.phone.platform.PhoneClocks
import org.ruhu.phone.platform.Platform
import org.ruhu.phone.platform.androidPlatform

/** The app's own process with clocks that are stepped; everything else is the Android implementation on Robolectric's system. */
class TestApp : RuhuApp() {
    override val clocks: PhoneClocks get() = TestApp.clocks

    override fun platform(): Platform = androidPlatform(this, clocks, Roots { emptyList() })

    /** The process is killed: nothing is saved that is not saved, and the next start finds the disk alone. */
    fun die() {
        made?.end()
        made = null
    }

    companion object {
        /** Set before the app is first looked at. */
        var clocks = FakeClocks(Moment(0))
    }
}
