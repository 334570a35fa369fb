package org.ruhu.phone.platform

import android.content.ComponentName
import android.content.Intent
import android.net.Uri
import android.provider.Settings
import org.ruhu.phone.R

/**
 * Where each maker hides the switch that lets an app work in the background. None of it is an API: names as they have
 * been met on phones, tried one after another, the app's own settings page last, which every phone has. Not tried on a
 * device by this project.
 */
object RomPages {
    /** What to open, in order; the first that is there wins. */
    fun pages(maker: String, packageName: String): List<Intent> =
        of(maker).pages.map { (owner, page) -> Intent().setComponent(ComponentName(owner, page)) } +
            Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, Uri.fromParts("package", packageName, null))

    /** What to do on that page, in words. */
    fun words(maker: String): Int = of(maker).words

    private fun of(maker: String): Rom = Rom.entries.firstOrNull { rom -> rom.makers.any(maker::contains) } ?: Rom.Other

    private enum class Rom(val makers: List<String>, val words: Int, val pages: List<Pair<String, String>>) {
        Honor(
            listOf("honor"),
            R.string.background_huawei,
            listOf(
                "com.hihonor.systemmanager" to "com.hihonor.systemmanager.startupmgr.ui.StartupNormalAppListActivity",
                "com.huawei.systemmanager" to "com.huawei.systemmanager.startupmgr.ui.StartupNormalAppListActivity",
            ),
        ),
        Huawei(
            listOf("huawei"),
            R.string.background_huawei,
            listOf(
                "com.huawei.systemmanager" to "com.huawei.systemmanager.startupmgr.ui.StartupNormalAppListActivity",
                "com.huawei.systemmanager" to "com.huawei.systemmanager.appcontrol.activity.StartupAppControlActivity",
                "com.huawei.systemmanager" to "com.huawei.systemmanager.optimize.process.ProtectActivity",
            ),
        ),
        Xiaomi(
            listOf("xiaomi", "redmi", "poco"),
            R.string.background_xiaomi,
            listOf("com.miui.securitycenter" to "com.miui.permcenter.autostart.AutoStartManagementActivity"),
        ),
        Oppo(
            listOf("oppo", "realme", "oneplus"),
            R.string.background_oppo,
            listOf(
                "com.oplus.safecenter" to "com.oplus.safecenter.startupapp.view.StartupAppListActivity",
                "com.coloros.safecenter" to "com.coloros.safecenter.startupapp.StartupAppListActivity",
                "com.coloros.safecenter" to "com.coloros.safecenter.permission.startup.StartupAppListActivity",
                "com.oppo.safe" to "com.oppo.safe.permission.startup.StartupAppListActivity",
            ),
        ),
        Vivo(
            listOf("vivo", "iqoo"),
            R.string.background_vivo,
            listOf(
                "com.vivo.permissionmanager" to "com.vivo.permissionmanager.activity.BgStartUpManagerActivity",
                "com.iqoo.secure" to "com.iqoo.secure.ui.phoneoptimize.BgStartUpManager",
            ),
        ),
        Other(emptyList(), R.string.background_other, emptyList()),
    }
}
