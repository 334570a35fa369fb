package org.ruhu.phone

import android.app.Activity
import android.app.AlertDialog
import android.content.Context
import android.content.Intent
import android.content.res.Configuration
import android.os.Bundle
import android.view.WindowManager
import android.widget.FrameLayout
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.Language
import org.ruhu.phone.core.OpenedSetAside
import org.ruhu.phone.core.SignInAgain
import org.ruhu.phone.platform.Launched
import org.ruhu.phone.platform.Platform
import org.ruhu.phone.platform.beginAnew
import org.ruhu.phone.platform.launched
import org.ruhu.phone.screens.Back
import org.ruhu.phone.screens.Beginning
import org.ruhu.phone.screens.beginning
import org.ruhu.phone.screens.screenOf
import org.ruhu.phone.screens.shut.WayOut
import org.ruhu.phone.screens.shut.setAsideDialog
import org.ruhu.phone.screens.shut.shutPage
import org.ruhu.phone.ui.crashDialog
import org.ruhu.phone.ui.locale
import org.ruhu.phone.ui.navigationIcons
import org.ruhu.phone.ui.shareText
import org.ruhu.phone.ui.toast
import org.ruhu.phone.ui.troubleDialog

/** The one activity: a stage on which one screen stands. Everything it must remember is a list of places. */
class MainActivity : Activity(), Stage {
    private lateinit var frame: FrameLayout
    private lateinit var scope: CoroutineScope
    private val navigator = Navigator()
    private var front = Front.Behind
    private var late: CameBack? = null
    private var behind: AppException? = null

    private val session: Session get() = (application as RuhuApp).session

    override val activity: Activity get() = this

    /** Language and text size of the settings lie over the system's. */
    override fun attachBaseContext(base: Context) {
        val preferences = Preferences(base)
        val over = Configuration()
        preferences.language?.let { over.setLocale(it.locale()) }
        over.fontScale = base.resources.configuration.fontScale * preferences.textSize
        super.attachBaseContext(base.createConfigurationContext(over))
    }

    override fun onCreate(saved: Bundle?) {
        setTheme(R.style.Theme_Ruhu) // In the place of the start's picture.
        super.onCreate(saved)
        if (Privacy.hidden) window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
        scope = MainScope()
        frame = FrameLayout(this)
        frame.fitsSystemWindows = true
        setContentView(frame)
        navigationIcons()
        saved?.getBundle(FORMS)?.let(session.forms::takeBack)
        val places = saved?.getStringArrayList(PLACES).orEmpty().mapNotNull(Place::of)
        scope.launch { open(places) }
    }

    /** The first screen, or those that were there before; the store may have changed what may be shown. */
    private suspend fun open(places: List<Place>) {
        try {
            when (val begins = beginning(session.core(), session.preferences, places)) {
                is Beginning.At -> begin(begins.places)
                is Beginning.NewKey -> newKey(begins.aside)
            }
        } catch (trouble: AppException) {
            shut(trouble)
        }
    }

    private fun begin(places: List<Place>) {
        navigator.begin(places, ::build)
        present()
        late?.let { tellBack(it) }
        late = null
        session.sending.atStart()
        session.morning.ahead()
        session.crashes.unseen()?.let { report ->
            session.crashes.seen()
            crashDialog(this, report) {
                if (launch(shareText(report, getString(R.string.crash_title))) == Launched.NobodyThere) {
                    toast(this, R.string.nothing_there)
                }
            }
        }
    }

    /** The store was damaged and set aside by the core: this phone goes on under another key, and the cadre is told. */
    private fun newKey(aside: OpenedSetAside?) {
        restartSession { platform -> withContext(Dispatchers.IO) { platform.keys.renewSigner() } }
        if (aside != null) setAsideDialog(this, aside)
    }

    /** The store does not open: a page that says why, and what can be done. */
    private fun shut(trouble: AppException) {
        navigator.end()
        frame.removeAllViews()
        frame.addView(
            shutPage(this, trouble) { way ->
                when (way) {
                    WayOut.Again -> restartSession { }
                    WayOut.SetAside -> restartSession { platform -> beginAnew(session.folder, platform) }
                }
            },
        )
    }

    private fun build(place: Place) = screenOf(place, session, this)

    private fun present() {
        val screen = navigator.top ?: return
        if (frame.childCount == 1 && frame.getChildAt(0) === screen.view) return
        frame.removeAllViews()
        frame.addView(screen.view)
        if (front == Front.InFront) screen.shown()
    }

    override fun onResume() {
        super.onResume()
        front = Front.InFront
        navigator.top?.shown()
        behind?.let(::trouble)
        behind = null
    }

    override fun onPause() {
        front = Front.Behind
        navigator.top?.hidden()
        super.onPause()
    }

    override fun onStop() {
        super.onStop()
        val core = session.coreNow() ?: return
        session.scope.launch {
            try {
                core.pause()
            } catch (trouble: AppException) {
                // Nobody looks now: it is told when the cadre comes back.
                behind = trouble
            }
        }
    }

    override fun onSaveInstanceState(saved: Bundle) {
        super.onSaveInstanceState(saved)
        saved.putStringArrayList(PLACES, ArrayList(navigator.places().map(Place::words)))
        saved.putBundle(FORMS, session.forms.all())
    }

    override fun onDestroy() {
        scope.cancel()
        navigator.end()
        super.onDestroy()
    }

    @Deprecated("The predictive way is of API 33; this one works on every phone from 26 on.")
    override fun onBackPressed() {
        val screen = navigator.top
        if (screen == null || screen.back() == Back.Leave) back()
    }

    @Deprecated("The contract API is AndroidX's; the framework's own way is this one.")
    override fun onActivityResult(request: Int, result: Int, data: Intent?) {
        val back = CameBack(request, result, data)
        // After a kill the answer comes before the store is open: it waits for the screen that asked.
        if (navigator.top == null) late = back else tellBack(back)
    }

    private fun tellBack(back: CameBack) {
        session.platform.camera.back(back.request, back.result, back.data)
        navigator.top?.result(back.request, back.result)
        val document = back.data?.data
        if (document != null && back.result == RESULT_OK) navigator.top?.document(back.request, document)
    }

    override fun onRequestPermissionsResult(request: Int, permissions: Array<out String>, results: IntArray) {
        navigator.top?.shown()
    }

    override fun go(place: Place) {
        navigator.top?.hidden()
        navigator.push(place, ::build)
        present()
    }

    override fun replace(place: Place) {
        navigator.top?.hidden()
        navigator.pop()
        navigator.push(place, ::build)
        present()
    }

    override fun back() {
        if (navigator.depth <= 1) {
            finish()
            return
        }
        navigator.top?.hidden()
        navigator.pop()
        present()
    }

    override fun restart(place: Place) {
        navigator.top?.hidden()
        navigator.begin(listOf(place), ::build)
        present()
    }

    override fun askPermissions(vararg permissions: String) = requestPermissions(permissions, PERMISSIONS)

    override fun launch(intent: Intent): Launched = launched { startActivity(intent) }

    override fun launch(intent: Intent, request: Int): Launched = launched { startActivityForResult(intent, request) }

    override fun restartSession(between: suspend (Platform) -> Unit) {
        navigator.end()
        frame.removeAllViews()
        (application as RuhuApp).restartSession(between)
        scope.launch { open(emptyList()) }
    }

    override fun rebuild() = recreate()

    override fun trouble(trouble: AppException) = troubleDialog(this, trouble) {
        if (trouble is SignInAgain) go(Place.Enrol)
    }

    override fun confirm(question: Question, yes: () -> Unit) {
        AlertDialog.Builder(this)
            .setTitle(question.title)
            .setMessage(question.text)
            .setPositiveButton(question.yes) { _, _ -> yes() }
            .setNegativeButton(question.no, null)
            .show()
    }

    private enum class Front { InFront, Behind }

    /** Another app that was asked for something came back. */
    private class CameBack(val request: Int, val result: Int, val data: Intent?)

    private companion object {
        const val PLACES = "places"
        const val FORMS = "forms"
        const val PERMISSIONS = 1
    }
}

/** Whether screens are kept out of screenshots and of the list of recent apps. Only tests and the desktop window say no. */
object Privacy {
    @Volatile
    var hidden: Boolean = true
}
