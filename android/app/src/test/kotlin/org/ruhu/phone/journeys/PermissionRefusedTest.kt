package org.ruhu.phone.journeys

import android.provider.Settings
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.draftNow
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.standBefore
import org.ruhu.phone.harness.startFirst

class PermissionRefusedTest : TownAndPhone() {
    @Test
    fun `without leave for the position the visit can be made, and says what it cannot do`() {
        phone.positionAllowed(false)
        phone.startFirst(town)
        phone.find("没有定位")
        phone.find("允许定位")
        phone.tap("允许定位")
        phone.answersPermissions()
        assertTrue(phone.sees("去设置里允许定位"))
        phone.tap("去设置里允许定位")
        assertEquals(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, phone.opened().action)
        phone.tap("＋ 拍照")
        phone.takePhoto()
        phone.tap("完成走访")
        assertTrue(phone.sees("这次由镇里审核"))
        phone.tap("屋里收不到信号")
        phone.tap("完成走访")
        phone.sendAll()
        val arrived = town.visits().single()
        assertEquals("needs_review", arrived.getString("verdict"))
        assertTrue(arrived.getJSONArray("codes").toString(), "no_fix" in arrived.getJSONArray("codes").toString())
    }

    @Test
    fun `leave given later is used at once`() {
        phone.positionAllowed(false)
        val home = phone.startFirst(town)
        phone.tap("允许定位")
        phone.positionAllowed(true)
        phone.answersPermissions()
        assertTrue(phone.sees("正在定位"))
        phone.standBefore(home)
        assertTrue(phone.sees("离家 20 米"))
        assertEquals(1, phone.draftNow().draft.fixes.size)
    }

    @Test
    fun `location switched off is told with the way to switch it on, and heard when it is`() {
        phone.locationSwitched(false)
        val home = phone.startFirst(town)
        assertTrue(phone.sees("手机的定位关着。打开它，就知道是在家门口记的。"))
        phone.tap("去打开定位")
        assertEquals(Settings.ACTION_LOCATION_SOURCE_SETTINGS, phone.opened().action)
        phone.locationSwitched(true)
        assertTrue(phone.sees("正在定位"))
        phone.standBefore(home)
        assertTrue(phone.sees("离家 20 米"))
    }

    @Test
    fun `without a camera the visit can be made, and says so`() {
        phone.noCamera()
        val home = phone.startFirst(town)
        phone.standBefore(home)
        phone.tap("＋ 拍照")
        assertTrue(phone.sees("这台手机打不开相机。走访照样能记，由镇里审核。"))
        phone.tap("完成走访")
        phone.tap("就这样完成，转镇里审核")
        assertTrue(phone.sees("记好了"))
    }

    @Test
    fun `no position of before is used, and none is read when the visit is not in front`() {
        phone.standAt(32.6, 108.7)
        val home = phone.startFirst(town)
        assertTrue(phone.sees("正在定位"))
        assertEquals(0, phone.draftNow().draft.fixes.size)
        phone.back()
        phone.standBefore(home)
        assertFalse(phone.listensForPosition())
        assertEquals(0, phone.draftNow().draft.fixes.size)
    }
}
