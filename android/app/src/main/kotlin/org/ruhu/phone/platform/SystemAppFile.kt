package org.ruhu.phone.platform

import android.content.Context
import android.content.pm.PackageInfo
import android.content.pm.PackageManager
import java.io.File

/**
 * What the system itself says of an APK: it verifies the file's signature while it reads it. `GET_SIGNATURES` is asked for on
 * every version: Android 9 to 13 read a file's certificates for no other word, and where a key was changed in the lawful
 * way (scheme v3's rotation) it names the first key, for the installed app and for the file alike.
 */
class SystemAppFile(private val context: Context) : AppFile {
    private val packages: PackageManager get() = context.packageManager

    @Suppress("DEPRECATION") // The long code has the same number: the server hands out none beyond 32 bits.
    override val installed: UInt get() = packages.getPackageInfo(context.packageName, 0).versionCode.toUInt()

    @Suppress("DEPRECATION")
    override fun check(file: File): AppCheck {
        val found = packages.getPackageArchiveInfo(file.path, PackageManager.GET_SIGNATURES) ?: return AppCheck.NoApp
        val own = packages.getPackageInfo(context.packageName, PackageManager.GET_SIGNATURES)
        val signers = signersOf(found)
        return when {
            found.packageName != context.packageName -> AppCheck.OtherApp
            signers.isEmpty() || signers != signersOf(own) -> AppCheck.OtherSigner
            found.versionCode.toUInt() <= installed -> AppCheck.NotNewer
            else -> AppCheck.Good
        }
    }

    /** The certificates, in no order: two signers are the same two in either. */
    @Suppress("DEPRECATION")
    private fun signersOf(info: PackageInfo): Set<String> = info.signatures.orEmpty().map { it.toCharsString() }.toSet()
}
