package org.ruhu.phone.screens

import org.junit.Test
import org.ruhu.phone.R
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.openFile
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.ui.dayOf

/** Pictures of the due list and of a household's file, on every phone. */
class ListShotsTest : TownAndPhone() {
    @Test
    fun `the list as it begins, with what waits, and with a search`() {
        phone.shots("today", "begun")
        val home = town.households().first { phone.sees(it.head) }
        phone.quickVisit(home)
        phone.dieAndOpen()
        phone.shots("today", "waiting")
        phone.tap(home.head)
        phone.shots("household", "visited")
        phone.back()
        phone.shots("today", "search") {
            phone.tap(R.string.today_find)
            phone.tap(R.string.today_search)
            phone.type(home.head)
        }
    }

    @Test
    fun `the list on the day when everybody has enough`() {
        town.excuseAll(dayOf(phone.clocks.trueTime()).year)
        phone.sendAll()
        phone.dieAndOpen()
        phone.shots("today", "done")
    }

    @Test
    fun `a file with everything that can be in it`() {
        val home = town.households().first()
        phone.quickVisit(home)
        phone.openFile(town)
        phone.tap("记帮扶")
        phone.tap("教育")
        phone.tap("帮忙办了助学金")
        phone.tap("1,000 元")
        phone.tap("＋ 拍照")
        phone.takePhoto()
        phone.tap("记下来")
        phone.tap("报问题")
        phone.tap("住房")
        phone.tap("房子漏雨")
        phone.tap("一个月后")
        phone.tap("记下来")
        phone.tap("一户一策")
        phone.tap("＋ 加一条措施")
        phone.tap("产业")
        phone.tap("发展养殖")
        phone.tap("保存")
        phone.shots("household", "full")
    }
}
