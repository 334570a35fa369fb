package org.ruhu.phone.journeys

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.SheetPhoto
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Through
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.signal

/** The whole way, by the thumb alone: from the printed sheet to the township's page. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class FirstDayTest {
    @Test
    fun `enrolled by the sheet, a visit is made at the door, counts, is sent, and stands on the township's page`() {
        Town.open("--households", "6").use { town ->
            Phone(MORNING).use { phone ->
                // In the township's office, where there is Wi-Fi: the sheet.
                phone.signal(Signal.Wifi)
                phone.open()
                phone.tap("同意")
                phone.tap("扫登记单")
                phone.takePhoto(SheetPhoto(town.code(through = Through.Road).qr, angle = 12f, share = 0.4f).file())
                phone.find("登记好了")
                phone.tap("去看今天该去谁家")

                // In the village, where there is none: a visit.
                phone.signal(Signal.None)
                val begin = phone.reads().last { it.startsWith("开始走访") }
                val home = town.households().single { begin.endsWith("${it.head}家") }
                val path = "/households/610924101/${home.household}"
                assertTrue("还差 6 次" in town.page(path))
                phone.tap(begin)
                phone.standAt(checkNotNull(home.lat) + 0.0002, checkNotNull(home.lon))
                phone.tap("＋ 拍照")
                phone.takePhoto()
                phone.tap("户主")
                phone.minutesPass(12)
                phone.find("这次有效，算今年第 1 次")
                phone.tap("完成走访")
                phone.find("第 1 次")
                phone.find("已存在手机里，有信号自己传")
                phone.tap("回到今天")
                phone.find("等信号上传")
                assertEquals(0, town.visits().size)
                assertTrue("还差 6 次" in town.page(path))

                // On the way home there is a signal, and nobody has to do anything.
                town.ask("clock", "reach" to phone.clocks.trueTime())
                phone.signal(Signal.Wifi)
                assertTrue(phone.reads().toString(), !phone.sees("等信号上传"))
                val visit = town.visits().single()
                assertEquals(home.household.text, visit.getString("household"))
                assertEquals("counts" to true, visit.getString("verdict") to visit.getBoolean("counted"))
                assertEquals(1, visit.getJSONObject("photos").getInt("originals"))
                val page = town.page(path)
                assertTrue("还差 5 次" in page && home.head in page)
            }
        }
    }
}
