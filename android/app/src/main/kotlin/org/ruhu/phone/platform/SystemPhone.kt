package org.ruhu.phone.platform

import android.app.ActivityManager
import android.app.KeyguardManager
import android.app.usage.UsageStatsManager
import android.content.Context
import android.os.Build
import android.os.PowerManager
import java.util.Locale

/** What this phone says of itself. */
class SystemPhone(private val context: Context) : PhoneFacts {
    override val model: String get() = "${Build.MANUFACTURER} ${Build.MODEL} (Android ${Build.VERSION.RELEASE})"
    override val maker: String get() = Build.MANUFACTURER.lowercase(Locale.ROOT)

    override fun locked(): ScreenLock {
        val guard = context.getSystemService(KeyguardManager::class.java)
        return if (guard.isDeviceSecure) ScreenLock.Set else ScreenLock.Missing
    }

    override fun background(): Background {
        val power = context.getSystemService(PowerManager::class.java)
        val known = Build.VERSION.SDK_INT >= 28
        return Background(
            restricted = if (known) context.getSystemService(ActivityManager::class.java).isBackgroundRestricted else null,
            spared = power.isIgnoringBatteryOptimizations(context.packageName),
            bucket = if (known) context.getSystemService(UsageStatsManager::class.java).appStandbyBucket else null,
        )
    }
}
