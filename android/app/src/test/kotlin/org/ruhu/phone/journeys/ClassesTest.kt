package org.ruhu.phone.journeys

import com.sun.jna.Native
import kotlinx.coroutines.Dispatchers
import org.junit.Assert.assertEquals
import org.junit.Test
import org.ruhu.phone.MainActivity
import org.ruhu.phone.core.KeystoreException
import java.io.File

/** Which classes the journeys run on: those that Kotlin wrote, or the one shrunk jar that an APK is made of. */
class ClassesTest {
    @Test
    fun `the app's classes come from where the build says`() {
        assertEquals(told, origin(MainActivity::class.java))
    }

    @Test
    fun `all that the app is made of comes from the shrunk jar, if there is one`() {
        val parts = listOf(KeystoreException::class.java, Native::class.java, Dispatchers::class.java, Unit::class.java)
        val others = parts.map(::origin).filter { it != told }
        assertEquals(if (told.isFile) 0 else parts.size, others.size)
    }

    private val told: File = File(checkNotNull(System.getProperty("ruhu.classes")) { "run by Maven, which says where" }).canonicalFile

    /** The folder or jar that holds this class. */
    private fun origin(type: Class<*>): File = File(type.protectionDomain.codeSource.location.toURI()).canonicalFile
}
