package org.ruhu.phone.screens.settings

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import org.ruhu.phone.World
import org.ruhu.phone.platform.Platform
import org.ruhu.phone.platform.setStoreAside

/**
 * Signs out, with no store open: the store is set aside, then the keys go, and what was set aside can be read by nobody any
 * more. A kill between the two leaves keys without a store, which are used for nothing: the next start is a new phone's.
 */
suspend fun signOut(world: World, platform: Platform) = withContext(Dispatchers.IO) {
    setStoreAside(world.folder, platform.clocks.wall())
    platform.keys.destroy()
    platform.jobs.stopReminding()
}
