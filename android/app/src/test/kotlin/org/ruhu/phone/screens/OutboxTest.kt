package org.ruhu.phone.screens

import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Through
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.signal

/** The outbox, touched: what waits goes, what is stuck is cured, what has receipts makes room. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class OutboxTest {
    private lateinit var town: Town
    private lateinit var phone: Phone

    @Before
    fun enrol() {
        town = Town.open("--households", "6")
        phone = Phone(MORNING).enrolled(town, through = Through.Road)
    }

    @After
    fun close() {
        phone.close()
        town.close()
    }

    private fun openBox() {
        phone.open()
        phone.tap("等信号上传")
    }

    @Test
    fun `without signal it says so, and with signal it goes by itself`() {
        phone.signal(Signal.None)
        phone.quickVisit(town.households().first())
        openBox()
        phone.find("等信号 1 条")
        phone.tap("现在上传")
        phone.find("有信号会自己传")
        assertEquals(0, town.visits().size)
        town.ask("clock", "reach" to phone.clocks.trueTime())

        phone.signal(Signal.Wifi)
        phone.find("都送到了")
        phone.find("已送到 2 条")
        assertEquals(1, town.visits().size)
        assertEquals("counts", town.visits().single().getString("verdict"))
    }

    @Test
    fun `on mobile data originals wait until the rule is changed`() {
        phone.signal(Signal.None)
        phone.quickVisit(town.households().first())
        town.ask("clock", "reach" to phone.clocks.trueTime())
        openBox()
        phone.signal(Signal.Mobile)
        assertEquals(0, town.visits().single().getJSONObject("photos").getInt("originals"))
        assertEquals(1, town.visits().single().getJSONObject("photos").getInt("copies"))
        phone.find("原图等 Wi-Fi，或者")

        phone.tap("有信号就传")
        assertEquals(1, town.visits().single().getJSONObject("photos").getInt("originals"))
        phone.find("都送到了")
    }

    @Test
    fun `a stuck original is tried again and arrives`() {
        stick()
        phone.find("卡住 1 条")
        town.ask("spoil", "what" to "nothing")
        phone.tap("再试一次")
        assertFalse(phone.sees("卡住 1 条"))
        assertEquals(1, town.visits().single().getJSONObject("photos").getInt("originals"))
    }

    @Test
    fun `a stuck original is given up with a reason, and the visit stands`() {
        stick()
        phone.tap("写明原因，不传原图")
        phone.tap("拍错了")
        assertFalse(phone.sees("卡住 1 条"))
        phone.find("都送到了")
        val visit = town.visits().single()
        assertEquals("counts", visit.getString("verdict"))
        assertEquals(0, visit.getJSONObject("photos").getInt("originals"))
    }

    private fun stick() {
        town.ask("spoil", "what" to "photo")
        phone.signal(Signal.None)
        phone.quickVisit(town.households().first())
        town.ask("clock", "reach" to phone.clocks.trueTime())
        openBox()
        phone.signal(Signal.Wifi)
    }

    @Test
    fun `only what has receipts makes room, and the township has it all`() {
        phone.signal(Signal.None)
        phone.quickVisit(town.households().first())
        assertEquals(0uL, phone.onCore { storage() }.bytes)
        town.ask("clock", "reach" to phone.clocks.trueTime())
        openBox()
        phone.signal(Signal.Wifi)
        phone.tap("清出")
        phone.find("清掉了")
        assertEquals(0uL, phone.onCore { storage() }.bytes)
        assertEquals(1, town.visits().single().getJSONObject("photos").getInt("originals"))
    }
}
