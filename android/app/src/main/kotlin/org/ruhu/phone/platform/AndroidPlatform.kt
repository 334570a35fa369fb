package org.ruhu.phone.platform

import android.content.Context

/** The hardware of a real phone. */
fun androidPlatform(context: Context): Platform {
    val clocks = SystemClocks(context)
    return Platform(
        keys = KeystoreKeys(context),
        clocks = clocks,
        roots = SystemRoots,
        position = LocationPosition(context, clocks),
        camera = SystemCamera(context, clocks),
        network = SystemNetwork(context),
        jobs = SystemJobs(context),
        reminders = SystemReminders(context),
        phone = SystemPhone(context),
    )
}
