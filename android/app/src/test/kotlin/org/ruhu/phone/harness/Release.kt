package org.ruhu.phone.harness

import android.content.pm.PackageInfo
import android.content.pm.PackageManager
import android.content.pm.Signature
import org.junit.Assert.assertTrue
import org.robolectric.Shadows.shadowOf
import java.io.File
import java.security.MessageDigest

/** A real APK without code, made and signed by the field's own tools: server/tests/data/app/README.md. */
val release = File(Where.root, "server/tests/data/app/ruhu-0.1.9.apk")

/** The township hands this APK out from now on. */
fun Town.publish(file: File = release) = ask("app", "file" to file.path)

/** What the system has written down of the installed app; a test may change it. */
fun Phone.installed(): PackageInfo = shadowOf(app.packageManager).getInternalMutablePackageInfo(app.packageName)

/** The installed app was signed by this key, and is older than the release of the tests, whose code is 9. */
@Suppress("DEPRECATION") // Why this word is asked for everywhere: SystemAppFile.
fun Phone.installedBy(signer: Signature = releaseKey()) {
    installed().signatures = arrayOf(signer)
    installed().setLongVersionCode(1)
}

/** The certificate that `apksigner verify --print-certs` names. */
@Suppress("DEPRECATION")
private fun Phone.releaseKey(): Signature {
    val found = checkNotNull(app.packageManager.getPackageArchiveInfo(release.path, PackageManager.GET_SIGNATURES))
    val signer = checkNotNull(found.signatures).single()
    val hash = MessageDigest.getInstance("SHA-256").digest(signer.toByteArray()).joinToString("") { "%02x".format(it) }
    assertTrue(hash, hash.startsWith("4735690a") && hash.endsWith("2391da"))
    return signer
}
