package org.ruhu.phone.screens

import android.widget.TextView
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.R
import org.ruhu.phone.harness.CONSENT
import org.ruhu.phone.harness.Eye
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.screens.first.CONSENT_VERSION
import java.security.MessageDigest

/** What is collected is told before anything is, and the consent is a record. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class ConsentTest {
    private lateinit var town: Town
    private lateinit var phone: Phone

    @Before
    fun open() {
        town = Town.open("--households", "3")
        phone = Phone(MORNING)
    }

    @After
    fun close() {
        phone.close()
        town.close()
    }

    @Test
    fun `it is read in order under headings, and the button to agree comes after the last word`() {
        phone.open()
        val headings = phone.activity.resources.getStringArray(R.array.first_headings).toList()
        val texts = phone.activity.resources.getStringArray(R.array.first_texts).toList()
        assertEquals(headings.size, texts.size)
        val read = phone.reads()
        val places = headings.zip(texts).flatMap { (heading, text) -> listOf(read.indexOf(heading), read.indexOf(text)) }
        assertFalse("something is not there: $places", places.contains(-1))
        assertEquals(places.sorted(), places)
        assertTrue(read.indexOf("同意") > places.last())
        assertFalse("the button is under what is to be read first", Eye.inSight(phone.find("同意")))
        headings.forEach { assertTrue(it, phone.find(it).isAccessibilityHeading) }
        assertTrue("short paragraphs", texts.all { it.length < 90 })
    }

    @Test
    fun `not now tells what does not work then, and nothing is kept`() {
        phone.open()
        phone.tap("先不同意")
        phone.find("走访、帮扶、问题都记不了")
        phone.dieAndOpen()
        phone.find("用之前，请先看完")
        assertNull(phone.onCore { me() })
    }

    @Test
    fun `a phone that was enrolled and died before its consent was written asks again`() {
        val code = town.code()
        phone.onCore { enrol(code.qr, "test") }
        phone.die()
        phone.open()
        phone.find("用之前，请先看完")
        phone.tap("同意")
        phone.find("今天 · 该去谁家")
        assertEquals(CONSENT, phone.onCore { consented() })
        phone.sendAll()
        assertEquals(1, town.ask("records").getJSONObject("kinds").getInt("consent"))
    }

    @Test
    fun `a consent to another version is asked for again`() {
        val code = town.code()
        phone.onCore {
            enrol(code.qr, "test")
            consent("2020-01")
        }
        phone.clocks.passMinutes(1)
        phone.open()
        phone.find("用之前，请先看完")
        phone.tap("同意")
        assertEquals(CONSENT_VERSION, phone.onCore { consented() })
    }

    @Test
    fun `taken back in the settings, nothing more is kept and the township hears of it`() {
        phone.enrolled(town).open()
        phone.clocks.passMinutes(1)
        phone.tap("设置")
        phone.tap("收回我的同意")
        phone.find("没传完的照样传完")
        phone.tap("收回")
        phone.find("用之前，请先看完")
        phone.sendAll()
        assertEquals(2, town.ask("records").getJSONObject("kinds").getInt("consent"))
        phone.dieAndOpen()
        phone.find("用之前，请先看完")
        phone.clocks.passMinutes(1)
        phone.tap("同意")
        phone.find("今天 · 该去谁家")
    }

    /** A record names a version: its words may never change. Another word: another version, and this line with it. */
    @Test
    fun `the words of this version are what they were`() {
        phone.open()
        val resources = phone.activity.resources
        val words = listOf(R.array.first_headings, R.array.first_texts).flatMap { resources.getStringArray(it).toList() } +
            listOf(R.string.first_intro, R.string.first_end).map(resources::getString)
        val hash = MessageDigest.getInstance("SHA-256").digest(words.joinToString("\n").toByteArray())
        assertEquals(CONSENT_VERSION to WORDS, CONSENT_VERSION to hash.joinToString("") { "%02x".format(it) })
        assertTrue(phone.find("谁在管") is TextView)
    }

    private companion object {
        const val WORDS = "083d703be14e2b9f745264b6acf239c42cf00dc02b000971fd9bffa8c619fb8b"
    }
}
