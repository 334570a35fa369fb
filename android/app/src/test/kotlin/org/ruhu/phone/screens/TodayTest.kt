package org.ruhu.phone.screens

import android.graphics.Rect
import android.view.View
import android.view.ViewGroup
import android.widget.ListView
import android.widget.TextView
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.harness.Eye
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.signal
import org.ruhu.phone.ui.dayOf
import java.io.File

@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class TodayTest {
    private val roster = File.createTempFile("roster", ".csv")
    private lateinit var town: Town
    private lateinit var phone: Phone

    @Before
    fun open() {
        val rows = listOf("李秀英" to "一组", "陈明德" to "一组", "吕小花" to "二组").mapIndexed { n, (head, group) ->
            "街道社区,$group,61092410100100000${n + 1},$head,11010519491231002X,脱贫户,王建军,县医院,,2021-06-01,108.72,${32.60 + n * 0.01}"
        }
        roster.writeText("$COLUMNS\n${rows.joinToString("\n")}\n")
        town = Town.open("--roster", roster.path)
        phone = Phone(MORNING).enrolled(town)
    }

    @After
    fun close() {
        phone.close()
        town.close()
        roster.delete()
    }

    @Test
    fun `a home is found by its name, its group and the initials of its pinyin`() {
        phone.open()
        assertEquals(listOf("李秀英", "陈明德", "吕小花"), homes())
        phone.tap("找一家")
        phone.tap("姓名、组")
        phone.type("lxy")
        assertEquals(listOf("李秀英"), homes())
        assertTrue("the big button is for the home that was found", phone.sees("开始走访 · 李秀英家"))
        searchFor("二组")
        assertEquals(listOf("吕小花"), homes())
        searchFor("明德")
        assertEquals(listOf("陈明德"), homes())
        searchFor("不在这里")
        assertTrue(phone.sees("没有找到。试试姓名、组，或拼音首字母"))
        assertEquals(emptyList<String>(), homes())
        phone.tap("找一家")
        assertEquals(listOf("李秀英", "陈明德", "吕小花"), homes())
    }

    @Test
    fun `two whole homes are in sight on a small phone, with the distance too`() {
        phone.open()
        assertEquals(listOf("李秀英", "陈明德"), wholeRows())
        phone.tap("按远近")
        phone.standAt(32.6205, 108.72)
        assertTrue(phone.reads().toString(), phone.sees("公里"))
        assertEquals(listOf("吕小花", "陈明德"), wholeRows())
    }

    /** The rows of which nothing is hidden: who lives there. */
    private fun wholeRows(): List<String> {
        val list = phone.views().filterIsInstance<ListView>().single()
        return (0 until list.childCount).map(list::getChildAt).filter { it.tag != null }.map { (it as ViewGroup).getChildAt(0) }
            .filter { row -> Rect().let { row.getGlobalVisibleRect(it) && it.height() == row.height } }
            .map { row -> phone.views().filter { view -> generateSequence(view) { it.parent as? View }.any { it === row } } }
            .map { views -> views.map(Eye::says).first { it.isNotEmpty() } }
    }

    private fun searchFor(words: String) {
        phone.tap("找一家")
        phone.tap("找一家")
        phone.tap("姓名、组")
        phone.type(words)
    }

    @Test
    fun `by distance the nearest comes first, and position is read only meanwhile`() {
        phone.open()
        assertFalse(phone.listensForPosition())
        phone.tap("按远近")
        assertTrue(phone.listensForPosition())
        phone.standAt(32.6205, 108.72)
        assertEquals(listOf("吕小花", "陈明德", "李秀英"), homes())
        phone.tap("按先后")
        assertFalse(phone.listensForPosition())
        assertEquals(listOf("李秀英", "陈明德", "吕小花"), homes())
    }

    @Test
    fun `without a position the list stays in its order and says so`() {
        phone.open()
        phone.locationSwitched(false)
        phone.tap("按远近")
        assertTrue(phone.sees("现在没有定位，先按先后排。"))
        assertEquals(listOf("李秀英", "陈明德"), homes().take(2))
    }

    @Test
    fun `a year without any visit left to make is said in green, and no button presses anybody`() {
        town.excuseAll(dayOf(phone.clocks.trueTime()).year)
        phone.sendAll()
        phone.open()
        assertTrue(phone.reads().toString(), phone.sees("今年每家都够了"))
        assertFalse(phone.views().any { it.isShown && (it as? TextView)?.text?.startsWith("开始走访") == true })
        assertTrue("they are there all the same", homes().isNotEmpty())
    }

    @Test
    fun `what waits stands in one band, and goes when it has arrived`() {
        phone.signal(Signal.None)
        phone.quickVisit(town.households().first())
        phone.open()
        assertTrue(phone.sees("1 条等信号上传"))
        town.ask("clock", "reach" to phone.clocks.trueTime())
        phone.signal(Signal.Wifi)
        assertFalse(phone.reads().toString(), phone.sees("等信号上传"))
        assertEquals(1, town.visits().size)
    }

    /** The homes of the list, from the top: each row has a button of its own. */
    private fun homes(): List<String> {
        val heads = town.households().map { it.head }
        return phone.views().filter { it.isShown && it is TextView }
            .mapNotNull { (it as TextView).text.toString() }
            .filter { it in heads }
    }

    private companion object {
        const val COLUMNS =
            "行政村,自然村(组),户编号,户主姓名,户主证件号码,户类型,帮扶责任人姓名,帮扶责任人单位,帮扶责任人联系电话,帮扶开始时间,经度,纬度"
    }
}
