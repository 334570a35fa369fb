package org.ruhu.phone.platform

import android.app.KeyguardManager
import android.content.Context
import android.os.Build
import java.util.Locale

/** What this phone says of itself. */
class SystemPhone(private val context: Context) : PhoneFacts {
    override val model: String get() = "${Build.MANUFACTURER} ${Build.MODEL} (Android ${Build.VERSION.RELEASE})"
    override val maker: String get() = Build.MANUFACTURER.lowercase(Locale.ROOT)

    override fun locked(): ScreenLock {
        val guard = context.getSystemService(KeyguardManager::class.java)
        return if (guard.isDeviceSecure) ScreenLock.Set else ScreenLock.Missing
    }
}
