package org.ruhu.phone.screens

import org.junit.Test
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.quickVisit

/** Pictures of the due list, of a household's file and of its papers, on every phone. */
class ListShotsTest : TownAndPhone() {
    @Test
    fun `the list, a file, help and a problem`() {
        phone.shots("today", "begun")
        val home = town.households().first { phone.sees(it.head) }
        phone.quickVisit(home)
        phone.dieAndOpen()
        phone.shots("today", "waiting")
        phone.tap(home.head)
        phone.shots("household", "visited")
        phone.tap("记帮扶")
        phone.shots("help", "blank")
        phone.back()
        phone.tap("报问题")
        phone.shots("problem", "blank")
    }
}
