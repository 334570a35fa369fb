package org.ruhu.phone.platform

import android.content.ActivityNotFoundException
import android.os.RemoteException

/**
 * Opens a page of another app, or of the system. Besides there being none, the page may be closed to other apps: makers'
 * pages answer `SecurityException` for that, and the system wraps what it could not hand over as a remote failure.
 */
internal inline fun launched(open: () -> Unit): Launched = try {
    open()
    Launched.Opened
} catch (_: ActivityNotFoundException) {
    Launched.NobodyThere
} catch (_: SecurityException) {
    Launched.NobodyThere
} catch (refused: RuntimeException) {
    if (refused.cause is RemoteException) Launched.NobodyThere else throw refused
}
