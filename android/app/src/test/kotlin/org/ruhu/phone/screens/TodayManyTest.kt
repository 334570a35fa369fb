package org.ruhu.phone.screens

import android.view.View
import android.widget.ListView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.core.ByNeed
import org.ruhu.phone.core.DueFilter
import org.ruhu.phone.core.TodayAsk
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.signal
import java.util.Collections
import java.util.IdentityHashMap

/** A cadre of 20,000 households: the list costs what is on the screen. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class TodayManyTest {
    @Test
    fun `the list of 20,000 is scrolled to its end with a handful of rows and a page of the core's at a time`() {
        Town.open("--households", "20000").use { town ->
            Phone(MORNING).enrolled(town).use { phone ->
                phone.signal(Signal.None)
                phone.open()
                scroll(phone)
            }
        }
    }

    private fun scroll(phone: Phone) {
        val list = phone.views().filterIsInstance<ListView>().single()
        assertEquals(20_000, list.adapter.count - list.headerViewsCount)
        val rows = Collections.newSetFromMap(IdentityHashMap<View, Boolean>())
        val answers = Collections.synchronizedList(mutableListOf<Any?>())
        phone.session.underway.listener = answers::add
        val stops = (0..19_999 step 500) + 19_999
        for (at in stops) {
            list.setSelection(at + list.headerViewsCount)
            phone.settle()
            val shown = (0 until list.childCount).map(list::getChildAt)
            rows += shown.filter { it.tag != null }
            val missing = (list.firstVisiblePosition..list.lastVisiblePosition).filter { list.adapter.getItem(it) == null }
            assertTrue("rows without a household at $at: $missing", missing.all { it < list.headerViewsCount })
        }
        phone.session.underway.listener = null
        assertTrue("${rows.size} row views were made", rows.size <= 40)
        assertTrue("${answers.size} calls for ${stops.size} stops", answers.size <= 3 * stops.size)
        val last = phone.onCore { today(TodayAsk(ByNeed, DueFilter.ALL, 19_999u, 1u)) }
        assertTrue(phone.reads().toString(), phone.sees(last.rows.single().head))
    }
}
