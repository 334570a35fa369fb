package org.ruhu.phone.privacy

import android.app.Application
import android.content.Intent
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Shadows.shadowOf
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.drafts
import org.ruhu.phone.harness.goOn
import org.ruhu.phone.harness.startFirst

/** A bug is told, loses nothing, and is kept as a report in which nobody is. */
class CrashTest : TownAndPhone() {
    @Test
    fun `a bug of the core is an answer in words, and what was saved goes on after it`() {
        val home = phone.startFirst(town)
        phone.tap("户主")
        phone.clocks.failing = 1
        phone.tap("老人")
        assertTrue(phone.reads().toString(), phone.sees("入户出了差错，不是您弄的"))
        phone.tap("知道了")

        phone.dieAndOpen()
        assertTrue(phone.sees("上次入户出了差错"))
        val report = phone.reads().single { Regex("core: \\S+\\.rs:\\d+").containsMatchIn(it) }
        assertFalse("what the bug said stays out of it: $report", "李秀英" in report || home.head in report)
        phone.tap("发给镇里")
        val chooser = shadowOf(phone.app as Application).nextStartedActivity ?: phone.opened()
        assertEquals(Intent.ACTION_CHOOSER, chooser.action)

        phone.goOn()
        assertTrue(phone.sees("${home.head}家"))
        assertEquals(1, phone.drafts().size)
        phone.dieAndOpen()
        assertFalse("it is asked once", phone.sees("上次入户出了差错"))
    }

    @Test
    fun `a bug of the app is kept by its places alone`() {
        val crashes = phone.session.crashes
        crashes.keep(IllegalStateException("李秀英 610924101001000001", java.io.IOException("13800000000")))
        val report = crashes.all().single()
        assertTrue(report, "java.lang.IllegalStateException" in report && "caused by java.io.IOException" in report)
        assertTrue(report, "CrashTest" in report)
        assertFalse(report, "李秀英" in report || "13800000000" in report)
        repeat(9) {
            phone.clocks.passMinutes(1)
            crashes.keep("core/src/app/visit.rs:$it")
        }
        assertEquals(5, crashes.all().size)
        assertTrue(crashes.all().last().contains("visit.rs:8"))
    }
}
