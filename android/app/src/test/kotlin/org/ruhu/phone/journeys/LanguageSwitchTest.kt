package org.ruhu.phone.journeys

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.core.Language
import org.ruhu.phone.core.Met
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.draftNow
import org.ruhu.phone.harness.standBefore
import org.ruhu.phone.harness.startFirst

class LanguageSwitchTest : TownAndPhone() {
    @Test
    fun `switched to English in mid-visit the page goes on, and the record stays Chinese`() {
        val home = phone.startFirst(town)
        phone.standBefore(home, metres = 100.0)
        phone.tap("户主")
        phone.tap("在地里")
        phone.session.preferences.language = Language.EN
        phone.recreate()
        assertTrue(phone.reads().toString(), phone.sees("Finish the visit") && phone.sees("${home.head}’s home"))
        phone.standBefore(home, metres = 100.0)
        assertTrue(phone.sees("100 m from home"))
        assertEquals("在地里", phone.draftNow().draft.farReason)
        phone.tap("elder")
        phone.tap("at the village office")
        val draft = phone.draftNow().draft
        assertEquals("在村部", draft.farReason)
        assertEquals(listOf(Met.HOUSEHOLDER, Met.ELDER), draft.statements.met)
        phone.session.preferences.language = Language.ZH
        phone.recreate()
        assertTrue(phone.sees("完成走访"))
    }
}
