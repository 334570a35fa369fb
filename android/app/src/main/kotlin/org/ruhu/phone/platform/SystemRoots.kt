package org.ruhu.phone.platform

import org.ruhu.phone.core.Report
import org.ruhu.phone.core.Roots
import org.ruhu.phone.core.Text
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.cert.X509Certificate

/** The system's certificate authorities; Android does not hand them to native code, so they are handed on here. */
object SystemRoots : Roots {
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
        Text(
            "手机的证书库暂时没有回答，请重启手机再试。记录都在，一样没少；还是这样，就告诉镇里。",
            "The phone's certificates cannot be read for the moment. Restart the phone and try again. Everything is kept; if " +
                "it stays so, tell the township.",
        ),
        "roots: ${failure.javaClass.simpleName}",
    )
}
