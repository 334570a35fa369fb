package org.ruhu.phone.harness

import android.Manifest
import android.app.Activity
import android.app.ActivityManager
import android.app.Application
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.graphics.Bitmap
import android.location.Location
import android.location.LocationManager
import android.os.Bundle
import android.os.Looper
import android.os.SystemClock
import android.provider.MediaStore
import android.view.InputDevice
import android.view.KeyCharacterMap
import android.view.KeyEvent
import android.view.MotionEvent
import android.view.View
import android.view.WindowManager
import android.view.inspector.WindowInspector
import androidx.test.platform.app.InstrumentationRegistry
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.ruhu.phone.MainActivity
import org.ruhu.phone.Privacy
import org.ruhu.phone.Session
import org.ruhu.phone.core.Moment
import org.ruhu.phone.ui.SystemBarsDrawn
import org.ruhu.phone.ui.Walk
import java.io.Closeable
import java.io.File
import java.util.concurrent.TimeUnit

/**
 * A cadre's phone with a thumb: the app on Robolectric's system, touched by real touch events, read as a person reads it.
 * Waiting is never sleeping: the phone is quiet when no call to the core is under way and the main thread has nothing to do.
 */
class Phone(now: Moment) : Closeable {
    val clocks = FakeClocks(now)
    val app: TestApp get() = RuntimeEnvironment.getApplication() as TestApp
    val session: Session get() = app.session
    private var controller: ActivityController<MainActivity>? = null
    val activity: MainActivity get() = checkNotNull(controller) { "the app is not open" }.get()

    /** Touches so far; scrolling is none. */
    var taps = 0
        private set

    /** What would have ended the app on a real phone. */
    private var crash: Throwable? = null

    /** What is wrong with the screens that pictures were made of. */
    private val findings = LinkedHashSet<String>()

    init {
        Thread.setDefaultUncaughtExceptionHandler { _, thrown -> crash = crash ?: thrown }
        FakeAndroidKeyStore.install()
        TestApp.clocks = clocks
        Privacy.hidden = false
        val system = shadowOf(RuntimeEnvironment.getApplication() as Application)
        system.grantPermissions(
            android.Manifest.permission.ACCESS_FINE_LOCATION,
            android.Manifest.permission.ACCESS_COARSE_LOCATION,
        )
        shadowOf(app.getSystemService(LocationManager::class.java)).run {
            setProviderEnabled(LocationManager.GPS_PROVIDER, true)
            setProviderEnabled(LocationManager.NETWORK_PROVIDER, true)
        }
        memory(192)
    }

    /** What the system means one app to take of memory, in MiB. */
    fun memory(mebibytes: Int) = shadowOf(app.getSystemService(ActivityManager::class.java)).setMemoryClass(mebibytes)

    // The app's life.

    /** The cadre opens the app from the launcher. */
    fun open(saved: Bundle? = null): Phone = apply {
        controller = Robolectric.buildActivity(MainActivity::class.java).also {
            if (saved == null) it.create() else it.create(saved)
            it.start().postCreate(saved).resume().visible()
        }
        settle()
    }

    /** The phone is turned, or language or text size changed: the activity is made anew. Answers what the system kept for it. */
    fun turn(qualifiers: String = "+land"): Bundle = leave().also { saved ->
        controller?.destroy()
        RuntimeEnvironment.setQualifiers(qualifiers)
        open(saved)
    }

    /** Made anew where it stands, as when the app's own language was changed. */
    fun recreate() {
        controller?.recreate()
        settle()
    }

    /** Home key: the app goes behind. Answers what the system kept for it. */
    fun leave(): Bundle = Bundle().also { saved ->
        controller?.pause()?.stop()?.saveInstanceState(saved)
        settle()
    }

    /** The same screens on another phone: language, light, size, large text. The activity is made anew, as the system does. */
    fun moveTo(variant: Variant) {
        val saved = leave()
        controller?.destroy()
        variant.put()
        open(saved)
    }

    /** The process is killed without a word, now. */
    fun die() {
        // Its windows go with it: nobody reads or touches what a dead process has drawn.
        val windows = app.getSystemService(WindowManager::class.java)
        WindowInspector.getGlobalWindowViews().forEach(windows::removeViewImmediate)
        controller = null
        app.die()
    }

    /** Killed and opened again from the launcher, with nothing but the disk. */
    fun dieAndOpen() {
        die()
        open()
    }

    override fun close() {
        settle()
        controller?.let { if (!it.get().isDestroyed) it.pause().stop().destroy() }
        app.die()
        if (findings.isNotEmpty()) throw AssertionError("not everybody can use this:\n" + findings.joinToString("\n"))
    }

    /** Waits until nothing is under way. */
    fun settle() {
        val looper = shadowOf(Looper.getMainLooper())
        looper.idle()
        while (!session.underway.none()) {
            session.underway.awaitChange(20)
            looper.idle()
        }
        looper.idle()
        crash?.let { throw AssertionError("the app would have crashed", it) }
    }

    // What the thumb does.

    /** Taps what says this (its text, or what TalkBack would say); it is scrolled into sight first. */
    fun tap(words: String) = tap(find(words))

    fun tap(view: View) {
        val target = clickable(view)
        target.requestRectangleOnScreen(android.graphics.Rect(0, 0, target.width, target.height), true)
        // A touch on a page that still moves stops it and is no tap.
        shadowOf(Looper.getMainLooper()).idleFor(400, TimeUnit.MILLISECONDS)
        val at = IntArray(2)
        target.getLocationOnScreen(at)
        val (x, y) = at[0] + target.width / 2f to at[1] + target.height / 2f
        val under = Eye.under(views(), x.toInt(), y.toInt())
        if (under !== target) {
            throw AssertionError("the thumb would hit \"${under?.let(Eye::says)}\" and not \"${Eye.says(view)}\" at $x, $y")
        }
        touch(x, y)
        taps++
        settle()
    }

    private fun touch(x: Float, y: Float) {
        val down = SystemClock.uptimeMillis()
        for (action in listOf(MotionEvent.ACTION_DOWN, MotionEvent.ACTION_UP)) inject(action, down, x, y)
    }

    /** A finger's way over the glass. */
    fun draw(vararg points: Pair<Float, Float>) {
        val down = SystemClock.uptimeMillis()
        points.forEachIndexed { at, (x, y) ->
            inject(if (at == 0) MotionEvent.ACTION_DOWN else MotionEvent.ACTION_MOVE, down, x, y)
        }
        val (x, y) = points.last()
        inject(MotionEvent.ACTION_UP, down, x, y)
        settle()
    }

    private fun inject(action: Int, down: Long, x: Float, y: Float) {
        val event = MotionEvent.obtain(down, SystemClock.uptimeMillis(), action, x, y, 0)
        event.source = InputDevice.SOURCE_TOUCHSCREEN
        InstrumentationRegistry.getInstrumentation().uiAutomation.injectInputEvent(event, true)
        event.recycle()
        shadowOf(Looper.getMainLooper()).idle()
    }

    /** A finger's way over a view, its points in parts of the view's width and height. */
    fun drawOn(view: View, vararg points: Pair<Float, Float>) {
        val at = IntArray(2)
        view.getLocationOnScreen(at)
        draw(*points.map { (x, y) -> at[0] + x * view.width to at[1] + y * view.height }.toTypedArray())
    }

    /** Types into what has the focus. */
    fun type(words: String) {
        val automation = InstrumentationRegistry.getInstrumentation().uiAutomation
        val now = SystemClock.uptimeMillis()
        automation.injectInputEvent(KeyEvent(now, words, KeyCharacterMap.VIRTUAL_KEYBOARD, 0), true)
        settle()
    }

    /** The system's way back. */
    @Suppress("DEPRECATION")
    fun back() {
        activity.onBackPressed()
        settle()
    }

    // What the eye sees.

    /** Every window's views, the newest window last. */
    fun views(): List<View> = Eye.views()

    /** The first view in sight that says this; fails with all that can be read. */
    fun find(words: String): View = Eye.find(views(), words)
        ?: throw AssertionError("nothing says \"$words\"; there is:\n" + reads().joinToString("\n"))

    fun sees(words: String): Boolean = Eye.find(views(), words) != null

    /** All texts that can be read, from the top. */
    fun reads(): List<String> = Eye.reads(views())

    private fun clickable(view: View): View = generateSequence(view) { it.parent as? View }
        .firstOrNull { it.isClickable }
        ?: throw AssertionError("\"${Eye.says(view)}\" cannot be tapped")

    // The camera app.

    /** What the app asked of the camera, which is in front now. */
    fun askedOfCamera(): Intent {
        val started = checkNotNull(shadowOf(activity).nextStartedActivityForResult) { "the camera was not opened" }
        check(started.intent.action == MediaStore.ACTION_IMAGE_CAPTURE) { "something else was opened: ${started.intent}" }
        return started.intent
    }

    /** The camera, just opened by the app, takes this picture and comes back. */
    fun takePhoto(file: File = photo()) = camera { FakeCamera.writes(app, it, file) }

    /** The camera, just opened by the app, comes back without a picture. */
    fun takeNoPhoto() = camera(Activity.RESULT_CANCELED) {}

    /** The camera says that there is a picture, and there is none. */
    fun loseThePhoto() = camera {}

    private fun camera(result: Int = Activity.RESULT_OK, work: (Intent) -> Unit) {
        val asked = askedOfCamera()
        controller?.pause()?.stop()
        settle()
        work(asked)
        shadowOf(activity).receiveResult(asked, result, null)
        controller?.start()?.resume()
        settle()
    }

    // What happens around the phone.

    /** Minutes go by while the app is in front: its clocks, and what it does each minute. */
    fun minutesPass(minutes: Int) = repeat(minutes) {
        clocks.passMinutes(1)
        shadowOf(Looper.getMainLooper()).idleFor(60, TimeUnit.SECONDS)
        settle()
    }

    /** The satellites say where the phone is. */
    fun standAt(lat: Double, lon: Double, accuracy: Float = 8f, provider: String = LocationManager.GPS_PROVIDER) {
        val location = Location(provider).apply {
            latitude = lat
            longitude = lon
            this.accuracy = accuracy
            time = clocks.trueTime().millis
            elapsedRealtimeNanos = SystemClock.elapsedRealtimeNanos()
        }
        shadowOf(app.getSystemService(LocationManager::class.java)).simulateLocation(location)
        settle()
    }

    /** Whether the app holds the leave to see the position. */
    fun positionAllowed(yes: Boolean) {
        val permissions = arrayOf(Manifest.permission.ACCESS_FINE_LOCATION, Manifest.permission.ACCESS_COARSE_LOCATION)
        if (yes) shadowOf(app as Application).grantPermissions(*permissions) else shadowOf(app as Application).denyPermissions(*permissions)
    }

    /** The system's question was answered, as [positionAllowed] says. */
    fun answersPermissions() {
        activity.onRequestPermissionsResult(1, emptyArray(), intArrayOf())
        settle()
    }

    /** Location is switched on or off for the whole phone. */
    fun locationSwitched(on: Boolean) {
        shadowOf(app.getSystemService(LocationManager::class.java)).run {
            setProviderEnabled(LocationManager.GPS_PROVIDER, on)
            setProviderEnabled(LocationManager.NETWORK_PROVIDER, on)
        }
        settle()
    }

    /** Whether anybody in this app listens to positions now. */
    fun listensForPosition(): Boolean =
        shadowOf(app.getSystemService(LocationManager::class.java)).getLocationUpdateListeners().isNotEmpty()

    /** No app of this phone answers to anything: there is no camera. */
    fun noCamera() = shadowOf(app as Application).checkActivities(true)

    /** The other app that was opened last. */
    fun opened(): Intent = checkNotNull(shadowOf(activity).nextStartedActivity) { "no other app was opened" }

    /**
     * The screen as a picture: `target/shots/phone/<screen>-<state>-<size>-<lang>.png`. The window in front is walked
     * through; what is wrong with it fails the test when the phone is closed, so that one run shows all pictures.
     */
    fun shot(screen: String, state: String): File {
        settle()
        val bars = SystemBarsDrawn(activity)
        val picture: Bitmap = bars.around(InstrumentationRegistry.getInstrumentation().uiAutomation.takeScreenshot())
        val file = File(Where.target, "shots/phone/$screen-$state-${Variant.now(app).name}.png")
        file.parentFile?.mkdirs()
        file.outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
        (Walk.check(WindowInspector.getGlobalWindowViews().last()) + bars.faults()).forEach { findings += "${file.name}: $it" }
        return file
    }

    /** The screen as it stands on every [Variant]; `ready` brings back what does not outlive a new activity. */
    fun shots(screen: String, state: String, ready: () -> Unit = {}) {
        for (variant in Variant.all) {
            moveTo(variant)
            ready()
            shot(screen, state)
        }
        moveTo(Variant.all.first())
    }

    /** Taps what says this in the language of the screen. */
    fun tap(words: Int) = tap(activity.getString(words))

    /** Whether the app holds this permission. */
    fun holds(permission: String): Boolean =
        (app as Context).checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED
}
