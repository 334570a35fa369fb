package org.ruhu.phone.platform

import android.app.ActivityManager
import android.app.KeyguardManager
import android.app.usage.UsageStatsManager
import android.content.Context
import android.os.Build
import android.os.PowerManager
import org.ruhu.phone.Newer
import java.util.Locale

/** What this phone says of itself. */
class SystemPhone(private val context: Context) : PhoneFacts {
    override val model: String get() = "${Build.MANUFACTURER} ${Build.MODEL} (Android ${Build.VERSION.RELEASE})"
    override val version: String get() = versionOf(context)
    override val maker: String get() = Build.MANUFACTURER.lowercase(Locale.ROOT)

    override fun locked(): ScreenLock {
        val guard = context.getSystemService(KeyguardManager::class.java)
        return if (guard.isDeviceSecure) ScreenLock.Set else ScreenLock.Missing
    }

    override val memoryMiB: Int get() = context.getSystemService(ActivityManager::class.java).memoryClass

    override fun background(): Background {
        val spared = context.getSystemService(PowerManager::class.java).isIgnoringBatteryOptimizations(context.packageName)
        return if (Build.VERSION.SDK_INT >= 28) backgroundOf(spared) else Background(null, spared, null)
    }

    @Newer(since = 28, why = "before it the system does not say")
    private fun backgroundOf(spared: Boolean) = Background(
        restricted = context.getSystemService(ActivityManager::class.java).isBackgroundRestricted,
        spared = spared,
        bucket = context.getSystemService(UsageStatsManager::class.java).appStandbyBucket,
    )
}
