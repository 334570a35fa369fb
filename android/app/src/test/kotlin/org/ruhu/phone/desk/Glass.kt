package org.ruhu.phone.desk

import android.os.SystemClock
import android.view.InputDevice
import android.view.KeyCharacterMap
import android.view.KeyEvent
import android.view.MotionEvent
import androidx.test.platform.app.InstrumentationRegistry
import java.awt.image.BufferedImage

/** The phone's glass: touched, typed at and looked at, on the app's main thread. */
class Glass(val width: Int, val height: Int) {
    private val automation get() = InstrumentationRegistry.getInstrumentation().uiAutomation
    private val pixels = IntArray(width * height)
    private val image = BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB)
    private var downAt = 0L

    /** Whether it has been looked at. */
    @Volatile
    var seen = false
        private set

    fun touch(action: Int, x: Int, y: Int) {
        val now = SystemClock.uptimeMillis()
        if (action == MotionEvent.ACTION_DOWN) downAt = now
        val event = MotionEvent.obtain(downAt, now, action, x.toFloat(), y.toFloat(), 0)
        event.source = InputDevice.SOURCE_TOUCHSCREEN
        automation.injectInputEvent(event, true)
        event.recycle()
    }

    /** Any letter, Chinese ones too; backspace takes one away. */
    fun type(letter: Char) {
        val now = SystemClock.uptimeMillis()
        when {
            letter == '\b' -> for (action in listOf(KeyEvent.ACTION_DOWN, KeyEvent.ACTION_UP)) {
                automation.injectInputEvent(KeyEvent(now, now, action, KeyEvent.KEYCODE_DEL, 0), true)
            }
            letter >= ' ' -> {
                val typed = KeyEvent(now, letter.toString(), KeyCharacterMap.VIRTUAL_KEYBOARD, 0)
                automation.injectInputEvent(typed, true)
            }
        }
    }

    /** Takes the picture that [draw] paints. Answers whether there was one. */
    fun look(): Boolean {
        val picture = automation.takeScreenshot() ?: return false
        picture.getPixels(pixels, 0, width, 0, 0, width, height)
        picture.recycle()
        synchronized(image) { image.setRGB(0, 0, width, height, pixels, 0, width) }
        seen = true
        return true
    }

    /** On Swing's thread. */
    fun draw(paint: (BufferedImage) -> Unit) = synchronized(image) { paint(image) }
}
