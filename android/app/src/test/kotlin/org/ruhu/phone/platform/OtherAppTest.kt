package org.ruhu.phone.platform

import android.content.ActivityNotFoundException
import android.os.DeadObjectException
import android.os.TransactionTooLargeException
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Where
import java.io.File

/** A page of another app that is not there, is closed to us or cannot be reached is no reason to end. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class)
class OtherAppTest {
    @Test
    fun `every way in which another app's page refuses is heard`() {
        for (refusal in listOf(
            ActivityNotFoundException("no such page"),
            SecurityException("Permission Denial: starting Intent requires com.huawei.permission"),
            RuntimeException(DeadObjectException()),
            RuntimeException("Failure from system", TransactionTooLargeException()),
        )) {
            assertEquals("$refusal", Launched.NobodyThere, launched { throw refusal })
        }
        assertEquals(Launched.Opened, launched { })
        assertThrows(IllegalStateException::class.java) { launched { error("our own fault is not hidden") } }
    }

    @Test
    fun `no other app is opened in another way, and no field is made in another way than the kit's`() {
        val sources = File(Where.root, "android/app/src/main/kotlin").walk().filter { it.extension == "kt" }.toList()
        check(sources.size > 100) { "the sources are not where they were" }
        for (file in sources) {
            file.readLines().forEachIndexed { at, line ->
                val place = "${file.name}:${at + 1}: $line"
                if ("startActivity" in line) assertEquals(place, true, "launched {" in line)
                if (Regex("\\bEditText\\(").containsMatchIn(line) && "fun " !in line.substringBefore("EditText(")) {
                    assertEquals(place, "TextBox.kt", file.name)
                }
            }
        }
    }
}
