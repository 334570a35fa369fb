package org.ruhu.phone.screens

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.harness.FakeCamera
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.openFile
import org.ruhu.phone.harness.photo
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.startFirst

class HelpTest : TownAndPhone() {
    @Test
    fun `help is written by taps alone, with its photo, and reaches the township`() {
        phone.openFile(town)
        phone.tap("记帮扶")
        phone.tap("记下来")
        assertTrue(phone.sees("请先选一类"))
        phone.tap("医疗")
        assertTrue(phone.sees("请点一句常用语，或写一句话"))
        phone.tap("帮忙缴了医保")
        phone.tap("200 元")
        phone.tap("昨天")
        phone.tap("一个月后")
        phone.tap("＋ 拍照")
        phone.takePhoto()
        assertTrue(phone.sees("第 1 张照片"))
        phone.tap("记下来")

        assertTrue(phone.reads().toString(), phone.sees("· 医疗 · 200 元 · 1 张照片") && phone.sees("帮忙缴了医保"))
        phone.sendAll()
        assertEquals(1, town.ask("records").getJSONObject("kinds").getInt("help"))
    }

    @Test
    fun `killed in the middle, photos are there, and the list leads back to them`() {
        val home = phone.openFile(town)
        phone.tap("记帮扶")
        phone.tap("＋ 拍照")
        phone.takePhoto()
        phone.tap("＋ 拍照")
        phone.takePhoto(photo("landscape_6.jpg"))
        assertTrue(phone.sees("第 2 张照片"))
        phone.dieAndOpen()

        assertTrue(phone.sees("拍了 2 张照片，还没记下来。"))
        phone.tap("接着记帮扶：${home.head}家 ›")
        phone.tap("第 2 张照片")
        phone.tap("删掉这张")
        assertFalse(phone.sees("第 2 张照片"))
        phone.tap("第 1 张照片")
        phone.back()
        assertTrue("the way back leaves the photo and not the page", phone.sees("记帮扶"))
        phone.tap("清空重写")
        assertFalse(phone.sees("第 1 张照片"))
        phone.back()
        assertFalse(phone.sees("接着记帮扶"))
        assertEquals(emptyList<Any>(), phone.onCore { helpPage(home.household).photos })
    }

    @Test
    fun `the process dies while the camera is open, and the picture is not lost`() {
        val home = phone.openFile(town)
        phone.tap("记帮扶")
        phone.tap("＋ 拍照")
        val asked = phone.askedOfCamera()
        phone.die()
        FakeCamera.writes(phone.app, asked, photo())
        phone.open()
        phone.openFile(town)
        phone.tap("记帮扶")
        assertTrue(phone.sees("第 1 张照片"))
        assertEquals(1, phone.onCore { helpPage(home.household).photos.size })
    }

    @Test
    fun `what cannot be an amount says why and nothing is written`() {
        val home = phone.openFile(town)
        phone.tap("记帮扶")
        phone.tap("教育")
        phone.tap("联系了学校")
        phone.tap("元")
        phone.type("3.456")
        assertTrue(phone.sees("金额最多两位小数（到分）"))
        phone.tap("记下来")
        assertTrue(phone.sees("! 金额最多两位小数（到分）"))
        assertEquals(0, phone.onCore { household(home.household).help.size })
    }

    @Test
    fun `help given on a visit names the visit`() {
        phone.startFirst(town)
        phone.tap("记帮扶")
        phone.tap("饮水")
        phone.tap("送了水")
        phone.tap("记下来")
        assertTrue(phone.sees("完成走访"))
        val draft = phone.onCore { judge(drafts().single().id).draft }
        val help = phone.onCore { household(draft.household).help.single() }
        assertEquals(draft.id.asVisit(), help.visit)
    }
}
