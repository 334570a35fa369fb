package org.ruhu.phone.desk

import android.view.View
import android.view.ViewGroup
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.Where
import java.awt.Robot
import java.awt.Toolkit
import java.awt.event.InputEvent
import java.io.File
import java.util.concurrent.CountDownLatch
import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit
import javax.imageio.ImageIO
import javax.swing.SwingUtilities
import kotlin.concurrent.thread

/**
 * One click of a real mouse, for `cargo xtask check`: the window shows the phone, the click arrives at the app, the app
 * goes to another page; a picture of the window is left at `target/shots/phone/window.png`. Each step waits for what must
 * happen, and for no longer than a minute.
 */
class Smoke(private val phone: Phone, private val glass: Glass) {
    private val painted = CountDownLatch(1)
    private val changed = CountDownLatch(1)

    @Volatile
    private var failure: Throwable? = null
    private lateinit var watcher: Thread

    /** The phone was painted as it is. */
    fun drawn() = painted.countDown()

    fun begin(frame: Frame, onMain: (() -> Unit) -> Unit) {
        watcher = thread(name = "smoke") {
            try {
                await(painted, "the phone is painted")
                val found = FutureTask { page() to middleOf("开始走访") }
                onMain(found::run)
                val (before, middle) = found.get(MINUTE, TimeUnit.SECONDS)
                click(frame, middle.first, middle.second)
                onMain(object : () -> Unit {
                    override fun invoke() = if (page() === before) onMain(this) else changed.countDown()
                })
                await(changed, "the click opens another page")
                val looked = FutureTask {
                    phone.settle()
                    glass.look()
                }
                onMain(looked::run)
                check(looked.get(MINUTE, TimeUnit.SECONDS)) { "there is nothing to be seen" }
                SwingUtilities.invokeAndWait { frame.phone.paintImmediately(frame.phone.visibleRect) }
                Toolkit.getDefaultToolkit().sync()
                picture(frame)
            } catch (failed: Throwable) {
                failure = failed
            } finally {
                SwingUtilities.invokeLater { frame.frame.dispose() }
            }
        }
    }

    /** On the main thread, after the window has closed. */
    fun end() {
        watcher.join()
        failure?.let { throw AssertionError("the window does not do what it is for", it) }
    }

    /** The one view on the stage. */
    private fun page(): View {
        val stage = phone.activity.findViewById<ViewGroup>(android.R.id.content).getChildAt(0)
        return (stage as ViewGroup).getChildAt(0)
    }

    private fun middleOf(words: String): Pair<Int, Int> {
        val view = phone.find(words)
        val at = IntArray(2).also(view::getLocationOnScreen)
        return at[0] + view.width / 2 to at[1] + view.height / 2
    }

    private fun click(frame: Frame, x: Int, y: Int) {
        val corner = frame.phone.locationOnScreen
        Robot().run {
            val screen = phone.app.resources.displayMetrics
            mouseMove(
                corner.x + x * frame.phone.width / screen.widthPixels,
                corner.y + y * frame.phone.height / screen.heightPixels,
            )
            mousePress(InputEvent.BUTTON1_DOWN_MASK)
            mouseRelease(InputEvent.BUTTON1_DOWN_MASK)
        }
    }

    private fun picture(frame: Frame) {
        val file = File(Where.target, "shots/phone/window.png")
        file.parentFile.mkdirs()
        ImageIO.write(Robot().createScreenCapture(frame.frame.bounds), "png", file)
    }

    private fun await(latch: CountDownLatch, what: String) =
        check(latch.await(MINUTE, TimeUnit.SECONDS)) { "within a minute it does not happen that $what" }

    private companion object {
        const val MINUTE = 60L
    }
}
