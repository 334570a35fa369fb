package org.ruhu.phone.screens

import org.junit.Test
import org.ruhu.phone.R
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.openFile
import org.ruhu.phone.harness.quickVisit

/** Pictures of what is written about a household: help, problems, the plan, a correction, a late entry. */
class PaperShotsTest : TownAndPhone() {
    @Test
    fun `help and a problem, blank and written`() {
        phone.openFile(town)
        phone.tap("记帮扶")
        phone.shots("help", "blank")
        phone.tap("医疗")
        phone.tap("帮忙缴了医保")
        phone.tap("200 元")
        phone.tap("＋ 拍照")
        phone.takePhoto()
        phone.shots("help", "written")
        phone.tap("第 1 张照片")
        phone.shots("help", "photo") { if (!phone.sees(phone.activity.getString(R.string.photo_remove))) phone.tapPhoto() }
        phone.tap("记下来")
        phone.tap("报问题")
        phone.shots("problem", "blank")
        phone.tap("记下来")
        phone.shots("problem", "missing") { phone.tap(R.string.problem_save) }
        phone.tap("住房")
        phone.tap("房子漏雨")
        phone.tap("记下来")
        phone.tap("有进展")
        phone.shots("problem", "moving")
    }

    @Test
    fun `the plan, a correction and a late entry`() {
        val home = town.households().first()
        phone.quickVisit(home)
        phone.openFile(town)
        phone.tap("一户一策")
        phone.tap("＋ 加一条措施")
        phone.tap("产业")
        phone.tap("发展养殖")
        phone.shots("plan", "written")
        phone.tap("保存")
        phone.tap("补录走访")
        phone.tap("昨天")
        phone.tap("10 点")
        phone.shots("late", "yesterday")
        phone.back()
        phone.tap("更正")
        phone.shots("correct", "begun")
    }

    private fun Phone.tapPhoto() = tap(activity.getString(R.string.visit_photo_nth, 1))
}
