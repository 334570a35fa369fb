package org.ruhu.phone.platform

import android.content.Context
import org.ruhu.phone.core.Roots

/** The hardware of a real phone; tests hand in clocks that they step, and no authorities. */
fun androidPlatform(
    context: Context,
    clocks: PhoneClocks = SystemClocks(context),
    roots: Roots = SystemRoots(context),
): Platform = Platform(
    keys = KeystoreKeys(context),
    clocks = clocks,
    roots = roots,
    position = LocationPosition(context, clocks),
    camera = SystemCamera(context, clocks),
    network = SystemNetwork(context),
    jobs = SystemJobs(context),
    reminders = SystemReminders(context),
    phone = SystemPhone(context),
    appFile = SystemAppFile(context),
)
