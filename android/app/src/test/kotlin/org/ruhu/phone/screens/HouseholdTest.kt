package org.ruhu.phone.screens

import android.view.View
import android.view.ViewGroup
import android.widget.ListView
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.Place
import org.ruhu.phone.core.ByNeed
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.DueFilter
import org.ruhu.phone.core.DueRow
import org.ruhu.phone.core.State
import org.ruhu.phone.core.TodayAsk
import org.ruhu.phone.harness.Eye
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.ui.dayOf

@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class HouseholdTest {
    private lateinit var town: Town
    private lateinit var phone: Phone

    @Before
    fun open() {
        town = Town.open()
        phone = Phone(MORNING).enrolled(town).open()
    }

    @After
    fun close() {
        phone.close()
        town.close()
    }

    @Test
    fun `a tap on a home opens its file`() {
        val home = town.households().first { phone.sees(it.head) }
        phone.tap(home.head)
        assertTrue(phone.sees(home.head + "家"))
        phone.tap("记帮扶")
        assertTrue(phone.sees("务工就业"))
    }

    @Test
    fun `when to go next is said alike after a visit, in the list and in the file`() {
        val home = town.households().first()
        val finished = phone.quickVisit(home)
        val ahead = checkNotNull(finished.row.ahead).zh
        assertTrue(ahead, ahead.contains("最晚") || ahead.contains("建议"))
        phone.activity.go(Place.After(finished.visit))
        phone.settle()
        assertTrue(phone.reads().toString(), ahead in phone.reads())
        phone.tap("回到今天")
        assertEquals(ahead, saidIn(row(home.head)).single { it == ahead })
        phone.tap(row(home.head))
        assertTrue(phone.reads().toString(), phone.reads().any { "。$ahead。" in it })
    }

    @Test
    fun `of every home the list and the file say the same day, also when it is due within days`() {
        fun rows() = phone.onCore { today(TodayAsk(ByNeed, DueFilter.ALL, 0u, 50u)) }.rows
        while (rows().none { it.isDueByItsRhythm() }) phone.clocks.passDays(5)
        assertTrue("within the year", dayOf(phone.clocks.trueTime()) < Day.parse("2027-01-01"))
        phone.dieAndOpen()
        val rows = rows()
        assertEquals(town.households().size, rows.size)
        for (due in rows) {
            val ahead = due.ahead?.zh ?: continue
            phone.activity.go(Place.Today)
            phone.settle()
            assertTrue("${saidIn(row(due.head))}", ahead in saidIn(row(due.head)))
            phone.tap(row(due.head))
            val owed = phone.reads().single { "。$ahead。" in it }
            assertEquals(owed, due.isDueByItsRhythm(), "再不去就漏了" in owed || "今天不去就漏了" in owed)
            phone.back()
        }
    }

    private fun DueRow.isDueByItsRhythm() = state == State.DUE && next != null && next?.by == plan?.by

    /** The row of this home in the due list, scrolled to. */
    private fun row(head: String): View {
        val list = phone.views().filterIsInstance<ListView>().single()
        val at = (0 until list.adapter.count).first { (list.adapter.getItem(it) as? DueRow)?.head == head }
        list.setSelection(at)
        phone.settle()
        return list.getChildAt(at - list.firstVisiblePosition).let { (it as ViewGroup).getChildAt(0) }
    }

    private fun saidIn(row: View): List<String> =
        phone.views().filter { view -> generateSequence(view) { it.parent as? View }.any { it === row } }.map(Eye::says)
}
