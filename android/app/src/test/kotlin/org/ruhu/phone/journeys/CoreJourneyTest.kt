package org.ruhu.phone.journeys

import org.json.JSONObject
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.PhoneProcess
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.photo
import java.io.File

/**
 * A cadre's day by the core alone, each step a process of its own: enrol, visit, photo, no network, killed while sending,
 * and on from where it was; all over TLS. `cargo xtask apk journey` runs it with the libraries that were built for Android.
 */
class CoreJourneyTest {
    @get:Rule
    val folder = TemporaryFolder()
    private lateinit var town: Town
    private lateinit var phone: PhoneProcess

    @Before
    fun openTown() {
        town = Town.open("--tls", "--households", "24", "--cadres", "2")
        phone = PhoneProcess(File(folder.root, "phone"), MORNING)
    }

    @After
    fun closeTown() = town.close()

    @Test
    fun `a day from enrolment to the last photo, with a kill in the midst of sending`() {
        val enrolled = phone.does("enrol", town.code().qr)
        assertEquals(listOf("opened Fresh, waiting 0", "enrolled ${town.cadre.name}", "sync Done, waiting 0"), enrolled)

        phone.minutes = 5
        val visited = phone.does("visit", town.households().first().household.text, photo().path)
        assertEquals("waiting 1", visited.last())
        phone.minutes = 20
        assertEquals("sync NoNetwork, waiting 1", phone.does("offline").last())
        assertEquals("nothing has arrived", 0, town.visits().size)

        val killed = phone.dies("killed").last()
        assertTrue(killed, killed.startsWith("killed with "))
        assertEquals("the record went first", 1, town.visits().size)
        assertTrue("not all of it is there", arrived() < 2)

        assertEquals(listOf("opened AsLeft, waiting 1", "sync Done, waiting 0"), phone.does("resume"))
        assertEquals("copy and original", 2, arrived())
    }

    @Test
    fun `a server with another certificate is refused in words`() {
        val code = JSONObject(town.code().qr)
        val pin = code.getString("pin")
        code.put("pin", if (pin.startsWith("0")) "1${pin.drop(1)}" else "0${pin.drop(1)}")
        val said = phone.does("refused", code.toString()).last()
        assertTrue(said, said.startsWith("refused wrong_certificate") && "证书" in said)
    }

    @Test
    fun `a panic in Rust is an exception here, and the core goes on`() {
        phone.does("enrol", town.code().qr)
        val (place, panic, after) = phone.does("panic").takeLast(3)
        assertTrue(place, Regex("failed at \\S+\\.rs:\\d+").matches(place))
        assertTrue(panic, panic.startsWith("panic Report: 入户出了差错"))
        assertEquals("afterwards waiting 0", after)
    }

    /** Photo files of the one visit that are with the township. */
    private fun arrived(): Int = town.visits().single().getJSONObject("photos").run { getInt("copies") + getInt("originals") }
}
