package org.ruhu.phone.ui

import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.ruhu.phone.R
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Where
import java.io.File

/** Where lines end, as the system's own line breaker has it. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class LineBreaksTest {
    private val context = RuntimeEnvironment.getApplication()

    /** The lines of a text in a box of every width from so many pixels on. */
    private fun lines(words: String, widths: IntProgression): List<List<String>> = widths.map { width ->
        val text: TextView = context.text(R.style.Text_Body, words)
        text.measure(android.view.View.MeasureSpec.makeMeasureSpec(width, android.view.View.MeasureSpec.EXACTLY), 0)
        text.layout(0, 0, text.measuredWidth, text.measuredHeight)
        val layout = text.layout
        (0 until layout.lineCount).map { words.substring(layout.getLineStart(it), layout.getLineEnd(it)).trim() }
    }

    @Test
    fun `no line ends inside a date`() {
        val said = listOf(
            "建议 4 月 30 日前再去；最晚 12 月 27 日" to listOf("4 月 30 日", "12 月 27 日"),
            "6 月 1 日起，最晚 2027 年 6 月 30 日要再去" to listOf("6 月 1 日", "2027 年 6 月 30 日"),
            "昨天是12月3日 周四，再去是2027年1月12日" to listOf("12月3日", "2027年1月12日"),
            "From 1 June on, go again by 30 June 2027, no later" to listOf("1 June", "30 June 2027"),
        )
        for ((words, dates) in said) {
            val whole = keepDatesWhole(words)
            assertTrue("a plain text would break: $words", lines(words, 300..600 step 4).any { broken(it, dates, ::plain) })
            lines(whole, 300..600 step 4).forEach { assertFalse("$it", broken(it, dates, ::plain)) }
            assertEquals(words, plain(whole))
        }
    }

    private fun broken(lines: List<String>, dates: List<String>, plain: (String) -> String): Boolean =
        dates.any { date -> lines.map(plain).none { date in it } }

    private fun plain(words: String) = words.replace('\u00A0', ' ').replace("\u2060", "")

    @Test
    fun `the sign that a tap leads on never stands alone`() {
        val words = leadsOn("× 镇里停用了这台手机，现在不能上传")
        lines(words, 200..700 step 4).forEach { assertTrue("$it", it.last().trimEnd('›').isNotBlank()) }
        lines(keepEndWhole(words), 240..700 step 4).forEach { assertTrue("$it", plain(it.last()).length > 3) }
        lines(keepEndWhole("⋯ 没见到这家人，会转镇里审核"), 240..700 step 4).forEach { assertTrue("$it", it.last() != "核") }
        assertTrue(lines("镇里停用了这台手机  ›", 200..700 step 4).any { it.last() == "›" })
    }

    @Test
    fun `no text has a plain space before that sign`() {
        val main = File(Where.root, "android/app/src/main")
        val found = main.walk().filter { it.extension == "xml" || it.extension == "kt" }
            .flatMap { file -> file.readLines().filter { " ›" in it && !it.trim().startsWith("/") }.map { "${file.name}: $it" } }
        assertEquals(emptyList<String>(), found.toList())
    }
}
