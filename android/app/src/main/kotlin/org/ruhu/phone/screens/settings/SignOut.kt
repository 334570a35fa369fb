package org.ruhu.phone.screens.settings

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import org.ruhu.phone.platform.Platform

/**
 * The keys go, with no store open; the core has marked the store as signed out and sets it aside when it is opened next. A
 * kill before this line is made good by `KeystoreKeys`, which hands no old key to a store that bears that mark.
 */
suspend fun forgetKeys(platform: Platform) = withContext(Dispatchers.IO) {
    platform.keys.destroy()
    platform.jobs.stopReminding()
}
