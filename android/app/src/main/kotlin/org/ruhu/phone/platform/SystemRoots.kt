package org.ruhu.phone.platform

import org.ruhu.phone.core.Roots
import java.security.KeyStore
import java.security.cert.X509Certificate

/** The system's certificate authorities; Android does not hand them to native code, so they are handed on here. */
object SystemRoots : Roots {
    override fun certificates(): List<ByteArray> {
        val store = KeyStore.getInstance("AndroidCAStore").apply { load(null) }
        return store.aliases().toList()
            .filter { it.startsWith("system:") }
            .mapNotNull { (store.getCertificate(it) as? X509Certificate)?.encoded }
    }
}
