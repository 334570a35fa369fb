package org.ruhu.phone.platform

import android.content.Context
import android.content.pm.PackageInfo
import android.os.Build
import org.ruhu.phone.Newer

/** The installed app's version: "0.1.0 (1000)". */
fun versionOf(context: Context): String {
    val info = context.packageManager.getPackageInfo(context.packageName, 0)
    return "${info.versionName} (${if (Build.VERSION.SDK_INT >= 28) longCode(info) else shortCode(info)})"
}

@Newer(since = 28, why = "before it the short code says the same")
private fun longCode(info: PackageInfo): Long = info.longVersionCode

@Suppress("DEPRECATION")
private fun shortCode(info: PackageInfo): Long = info.versionCode.toLong()
