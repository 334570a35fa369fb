package org.ruhu.phone.ui

import android.app.Activity
import android.app.Dialog
import android.view.MotionEvent
import android.view.MotionEvent.PointerCoords
import android.view.MotionEvent.PointerProperties
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowDialog
import org.ruhu.phone.R
import org.ruhu.phone.harness.Eye

@RunWith(RobolectricTestRunner::class)
@Config(application = android.app.Application::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class KitTest {
    private fun activity(): Activity = Robolectric.buildActivity(Activity::class.java).also { it.get().setTheme(R.style.Theme_Ruhu) }
        .setup().visible().get()

    private fun View.node(): AccessibilityNodeInfo = createAccessibilityNodeInfo()

    @Test
    fun `a chip says its words once and whether it is chosen`() {
        val activity = activity()
        val chip = activity.chip("户主") {}
        // A view without a window tells nothing of itself.
        activity.setContentView(chip)
        for (chosen in listOf(false, true, false)) {
            chip.pressed(chosen)
            val node = chip.node()
            assertEquals("户主", node.text.toString())
            assertTrue(node.isCheckable && node.isClickable)
            assertEquals(chosen, node.isChecked)
            assertEquals("android.widget.CheckBox", node.className.toString())
            assertEquals("no second text that TalkBack would read as its state", null, node.stateDescription)
        }
    }

    private fun touch(view: View, action: Int, flags: Int): Boolean {
        val finger = PointerProperties().apply { id = 0 }
        val at = PointerCoords().apply {
            x = 5f
            y = 5f
        }
        val event = MotionEvent.obtain(0, 0, action, 1, arrayOf(finger), arrayOf(at), 0, 0, 1f, 1f, 0, 0, 0, flags)
        return view.dispatchTouchEvent(event).also { event.recycle() }
    }

    private fun press(view: View, flags: Int) {
        touch(view, MotionEvent.ACTION_DOWN, flags)
        touch(view, MotionEvent.ACTION_UP, flags)
        shadowOf(android.os.Looper.getMainLooper()).idle()
    }

    @Test
    fun `a main button that another app's window covers says why, once, and works when it is free`() {
        val activity = activity()
        var pressed = 0
        val button = activity.mainButton("完成走访") { pressed++ }
        activity.setContentView(button)
        shadowOf(android.os.Looper.getMainLooper()).idle()
        repeat(2) { press(button, MotionEvent.FLAG_WINDOW_IS_OBSCURED) }
        assertEquals(0, pressed)
        val dialog: Dialog = ShadowDialog.getLatestDialog()
        assertTrue(dialog.isShowing)
        assertEquals("told once while it is read", 1, ShadowDialog.getShownDialogs().size)
        assertTrue(Eye.reads(Eye.views()).any { "盖在入户上面" in it })
        dialog.dismiss()
        press(button, 0)
        assertEquals(1, pressed)
    }

    @Test
    fun `the system's bar has the colour of the page's bar, and goes with it`() {
        val activity = activity()
        val page = Page(activity)
        activity.setContentView(page.view)
        assertEquals(activity.getColor(R.color.brand), activity.window.statusBarColor)
        page.barColour(R.color.due_solid)
        assertEquals(activity.getColor(R.color.due_solid), activity.window.statusBarColor)
        val next = Page(activity)
        activity.setContentView(next.view)
        assertEquals(activity.getColor(R.color.brand), activity.window.statusBarColor)
        // A page that is not shown changes nothing.
        page.barColour(R.color.due_solid)
        assertEquals(activity.getColor(R.color.brand), activity.window.statusBarColor)
    }

    @Test
    fun `the signs of the system's bars can be seen by day and by night`() {
        for (light in listOf("notnight", "night")) {
            RuntimeEnvironment.setQualifiers("+$light")
            val activity = activity().apply { navigationIcons() }
            assertEquals(light, emptyList<String>(), SystemBarsDrawn(activity).faults())
            @Suppress("DEPRECATION")
            val dark = activity.window.decorView.systemUiVisibility and View.SYSTEM_UI_FLAG_LIGHT_NAVIGATION_BAR != 0
            assertEquals(light == "notnight", dark)
        }
        RuntimeEnvironment.setQualifiers("+notnight")
        assertFalse("white on paper would be found", SystemBarsDrawn(activity()).faults().isEmpty())
    }
}
