package org.ruhu.phone.desk

import android.os.Looper
import android.view.MotionEvent
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.ruhu.phone.R
import org.ruhu.phone.core.Moment
import org.ruhu.phone.harness.Eye
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Through
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.TownHousehold
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.onCore
import java.awt.KeyboardFocusManager
import java.awt.event.KeyEvent
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import javax.swing.SwingUtilities

/**
 * The app in a window, for somebody without a phone: `cargo xtask phone`. Everything but the hardware is real: the app, the
 * core, a township's server. Not named `Test`: surefire runs it only when it is asked to.
 */
@RunWith(WindowRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class PhoneWindow {
    private val todo = LinkedBlockingQueue<() -> Unit>()

    @Volatile
    private var open = true

    @Test
    fun window() = Town.open("--at", beginning().toString()).use { town ->
        Phone(Moment.of(beginning())).use { phone -> show(phone, town) }
    }

    private fun show(phone: Phone, town: Town) {
        val cadre = town.cadre
        val households = settled(town)
        val outside = Outside(phone.app, town, phone.clocks).apply { household = households.first() }
        outside.hear(Air.Wifi)
        if (System.getProperty("ruhu.window") != "new") phone.enrolled(town, cadre, Through.Road)
        phone.open()
        val metrics = phone.app.resources.displayMetrics
        val glass = Glass(metrics.widthPixels, metrics.heightPixels)
        lateinit var frame: Frame
        val say = { words: String -> SwingUtilities.invokeLater { frame.say(words) } }
        val smoke = Smoke(phone, glass).takeIf { System.getProperty("ruhu.window") == "smoke" }
        SwingUtilities.invokeAndWait {
            frame = Frame(glass, households, Holding(phone, glass, outside, say)) { smoke?.drawn() }
        }
        keys(phone, glass)
        say("镇里的网页，只能用一次 the township's page, once:\n${outside.link()}")
        println("the township's page: ${outside.link()}")
        val sheet = { if (phone.onCore { me() } == null) town.code(cadre, Through.Road).qr else null }
        val others = OtherApps(phone, sheet, say)
        smoke?.begin(frame, todo::add)
        turn(phone, glass, outside, others, households, say) { SwingUtilities.invokeLater { frame.refresh(clockWords(outside.moment())) } }
        smoke?.end()
    }

    /** The phone's own turning of time: what was done to it, what it does by itself, what it shows. */
    private fun turn(
        phone: Phone,
        glass: Glass,
        outside: Outside,
        others: OtherApps,
        households: List<TownHousehold>,
        say: (String) -> Unit,
        shown: () -> Unit,
    ) {
        val looper = shadowOf(Looper.getMainLooper())
        var last = System.nanoTime()
        while (open) {
            // Waits for a hand, and for the next frame when there is none.
            val tasks = ArrayList<() -> Unit>()
            todo.poll(FRAME_MS, TimeUnit.MILLISECONDS)?.let(tasks::add)
            // Only what is there already: a task may put itself at the end again.
            todo.drainTo(tasks)
            tasks.forEach { it() }
            if (!open) break
            val now = System.nanoTime()
            looper.idleFor(Duration.ofNanos(now - last))
            last = now
            visited(phone, households)?.let { home ->
                if (home != outside.household) say("手机在这家 the phone is at: ${home.head}")
                outside.household = home
            }
            outside.goOn()
            others.play()
            if (phone.activity.isFinishing) phone.dieAndOpen()
            if (glass.look()) shown()
        }
    }

    /** Whose home the page's title names: the phone is taken along to it. */
    private fun visited(phone: Phone, households: List<TownHousehold>): TownHousehold? {
        // Before it there is at most the way back.
        val title = Eye.reads(Eye.views()).take(2)
        return households.firstOrNull { phone.activity.getString(R.string.home_of, it.head) in title }
    }

    private fun keys(phone: Phone, glass: Glass) {
        KeyboardFocusManager.getCurrentKeyboardFocusManager().addKeyEventDispatcher { event ->
            if (event.id == KeyEvent.KEY_TYPED) todo += { glass.type(event.keyChar) }
            if (event.id == KeyEvent.KEY_PRESSED && event.keyCode == KeyEvent.VK_ESCAPE) todo += { phone.back() }
            false
        }
    }

    /** The cadre's households, each with a place: along a valley, a walk apart. */
    private fun settled(town: Town): List<TownHousehold> {
        town.households().forEachIndexed { at, home ->
            val (lat, lon) = VALLEY_LAT + at * 0.0031 to VALLEY_LON + at * 0.0012
            if (home.lat == null) town.ask("place", "household" to home.household, "lat" to lat, "lon" to lon)
        }
        return town.households()
    }

    private inner class Holding(
        private val phone: Phone,
        private val glass: Glass,
        private val outside: Outside,
        private val say: (String) -> Unit,
    ) : Hands {
        private fun does(task: () -> Unit) {
            todo += task
        }

        override fun press(x: Int, y: Int) = does { glass.touch(MotionEvent.ACTION_DOWN, x, y) }
        override fun move(x: Int, y: Int) = does { glass.touch(MotionEvent.ACTION_MOVE, x, y) }
        override fun release(x: Int, y: Int) = does { glass.touch(MotionEvent.ACTION_UP, x, y) }
        override fun stand(where: Standing) = does { outside.standing = where }
        override fun standAt(household: TownHousehold) = does { outside.household = household }
        override fun hear(air: Air) = does { outside.hear(air) }
        override fun pass(hours: Int) = does { outside.pass(hours) }
        override fun back() = does { phone.back() }
        override fun kill() = does { phone.dieAndOpen() }
        override fun link() = does { say(outside.link()) }
        override fun close() = does { open = false }
    }

    private companion object {
        const val FRAME_MS = 40L

        /** Haoping in Ziyang, where the roster is from. */
        const val VALLEY_LAT = 32.4312
        const val VALLEY_LON = 108.5127

        val CHINA: ZoneId = ZoneId.of("Asia/Shanghai")

        /** A March morning of this year: some households are due, and most of the year lies ahead. */
        fun beginning(): Instant = LocalDate.now(CHINA).withMonth(3).withDayOfMonth(10).atTime(9, 0).atZone(CHINA).toInstant()

        fun clockWords(moment: Moment): String =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(CHINA).format(moment.toInstant())
    }
}
