package org.ruhu.phone.screens

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.R
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.TownHousehold
import org.ruhu.phone.harness.sendAll

/** A colleague's visit names this cadre: a card asks, one tap answers, and a "no" is asked once more. */
class AskedTest : TownAndPhone() {
    private val colleague by lazy { town.cadres().first { it.id != town.cadre.id } }

    private fun namedAt(home: TownHousehold) {
        town.ask("visit_with", "cadre" to colleague.id, "household" to home.household, "companion" to town.cadre.id)
        phone.clocks.passMinutes(30)
        phone.sendAll()
        phone.dieAndOpen()
    }

    private fun words(): Int = town.ask("records").getJSONObject("kinds").optInt("companion")

    @Test
    fun `one tap says that this cadre was there too`() {
        val home = town.households(colleague).first()
        namedAt(home)
        phone.find("${colleague.name}记了一次走访，说您同行")
        assertTrue(phone.reads().any { home.head in it && "您在场吗" in it })
        phone.shots("today", "asked")
        phone.tap("我也在")
        assertFalse(phone.sees("说您同行"))
        phone.sendAll()
        assertEquals(1, words())
        phone.dieAndOpen()
        assertFalse("it is not asked again", phone.sees("说您同行"))
    }

    @Test
    fun `a no is asked once more, and can be left`() {
        namedAt(town.households(colleague).first())
        phone.tap("我不在")
        phone.find("您没有和${colleague.name}一起去？")
        phone.tap(R.string.cancel)
        assertTrue(phone.sees("说您同行"))
        phone.tap("我不在")
        phone.find("镇里会看到您说不在")
        phone.views().last { it.isShown && (it as? android.widget.TextView)?.text == "我不在" }.let(phone::tap)
        assertFalse(phone.sees("说您同行"))
        phone.sendAll()
        assertEquals(1, words())
    }
}
