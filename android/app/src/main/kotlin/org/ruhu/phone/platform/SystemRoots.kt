package org.ruhu.phone.platform

import android.content.Context
import org.ruhu.phone.R
import org.ruhu.phone.core.Report
import org.ruhu.phone.core.Roots
import org.ruhu.phone.ui.inBothLanguages
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.cert.X509Certificate

/** The system's certificate authorities; Android does not hand them to native code, so they are handed on here. */
class SystemRoots(private val context: Context) : Roots {
    override fun certificates(): List<ByteArray> = try {
        val store = KeyStore.getInstance("AndroidCAStore").apply { load(null) }
        store.aliases().toList()
            .filter { it.startsWith("system:") }
            .mapNotNull { (store.getCertificate(it) as? X509Certificate)?.encoded }
    } catch (failed: GeneralSecurityException) {
        throw rootsFailed(failed)
    } catch (failed: IOException) {
        throw rootsFailed(failed)
    }

    private fun rootsFailed(failure: Exception) = Report(
        context.inBothLanguages(R.string.error_roots),
        "roots: ${failure.javaClass.simpleName}",
    )
}
