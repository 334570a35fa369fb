package org.ruhu.phone.road

import android.os.Build
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import org.ruhu.phone.Session
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.AppStatement
import org.ruhu.phone.core.AppWatcher
import org.ruhu.phone.core.Fetched
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.GoOn
import org.ruhu.phone.core.TryLater
import org.ruhu.phone.platform.AppCheck
import org.ruhu.phone.ui.dayOf
import java.io.File

/**
 * A newer version of this app, handed out by the township's own server. It is looked for once a day after a sending that went
 * well, brought when the cadre asks for it, and checked by the system's own eyes before it is offered. It outlives screens;
 * they watch it. The app installs nothing: it holds no permission to.
 */
class NewerApp(private val session: Session) {
    private val watchers = mutableListOf<(NewerNow) -> Unit>()
    private var looking: Job? = null
    private var run: Job? = null

    /** Read on the thread that fetches. */
    @Volatile
    private var going = GoOn.YES

    /** Where the file comes to. The system may empty it: then the file is brought once more. */
    private val folder = File(session.systemContext.cacheDir, "newer")

    /** How it stands. */
    var now: NewerNow = remembered()
        private set

    /** Asks the township, unless it was asked today. */
    fun look() {
        val today = dayOf(session.platform.clocks.wall())
        if (session.preferences.askedForNewer == today || looking?.isActive == true) return
        looking = session.scope.launch {
            try {
                val newest = session.core().newestApp(session.platform.appFile.installed)
                session.preferences.askedForNewer = today
                heard(newest)
            } catch (_: TryLater) {
                // The road broke: the next sending that goes well asks again.
            } catch (trouble: AppException) {
                tell(NewerNow.Doubtful(trouble))
            }
        }
    }

    /** The cadre wants it: it is brought, from where the last time ended, and checked. */
    fun fetch() {
        val app = now.app ?: return
        if (run?.isActive == true) return
        going = GoOn.YES
        tell(NewerNow.Coming(app, 0u))
        run = session.scope.launch {
            val end = try {
                fetched(app)
            } catch (trouble: AppException) {
                if (trouble is FixThis && trouble.code == GONE) lookAgain()
                NewerNow.Known(app, trouble)
            }
            tell(end)
        }
    }

    /** What is under way ends after the part that is under way; what came is kept. */
    fun stop() {
        going = GoOn.STOP
    }

    /**
     * The file that came, checked once more: it lay where time and the system can reach it, and another process may have
     * brought it. Null when there is none that is good.
     */
    suspend fun checkedFile(): File? {
        val app = now.app?.takeIf { run?.isActive != true } ?: return null
        val checked = session.underway.during { checked(app) }
        tell(checked)
        return (checked as? NewerNow.Ready)?.file
    }

    /** Another township's phone from now on: what this one told is forgotten. */
    fun forget() {
        stop()
        session.preferences.askedForNewer = null
        heard(null)
    }

    fun watch(watcher: (NewerNow) -> Unit) {
        watchers += watcher
        watcher(now)
    }

    fun unwatch(watcher: (NewerNow) -> Unit) {
        watchers -= watcher
    }

    private fun lookAgain() {
        session.preferences.askedForNewer = null
        look()
    }

    private fun heard(newest: AppStatement?) {
        // One that this phone's Android is too old for would be brought in vain.
        val newer = newest?.takeIf { it.minSdk <= Build.VERSION.SDK_INT.toUInt() }
        session.preferences.newer = newer
        if (newer == now.app && newer != null) return
        tell(if (newer == null) NewerNow.None else NewerNow.Known(newer))
    }

    private suspend fun fetched(app: AppStatement): NewerNow = session.underway.during {
        withContext(Dispatchers.IO) { othersGo(app) }
        when (session.core().fetchApp(app, File(folder, app.file), DownloadWatcher(app))) {
            Fetched.STOPPED -> NewerNow.Known(app)
            Fetched.WHOLE -> checked(app)
        }
    }

    private suspend fun checked(app: AppStatement): NewerNow = withContext(Dispatchers.IO) {
        val file = File(folder, app.file)
        if (!file.exists()) return@withContext NewerNow.Known(app)
        val check = session.platform.appFile.check(file)
        if (check == AppCheck.Good) return@withContext NewerNow.Ready(app, file)
        file.delete()
        NewerNow.NotOurs(app, check)
    }

    /** Files of versions that were never installed take up room. */
    private fun othersGo(app: AppStatement) {
        folder.listFiles().orEmpty().filterNot { it.name.startsWith(app.file) }.forEach { it.delete() }
    }

    /** What an earlier process heard; nothing once it is installed. */
    private fun remembered(): NewerNow {
        val newer = session.preferences.newer?.takeIf { it.versionCode > session.platform.appFile.installed }
        return if (newer == null) NewerNow.None else NewerNow.Known(newer)
    }

    private fun tell(next: NewerNow) {
        now = next
        watchers.toList().forEach { it(next) }
    }

    /** Called on the thread that fetches. */
    private inner class DownloadWatcher(private val app: AppStatement) : AppWatcher {
        override fun fetched(bytes: ULong): GoOn {
            session.scope.launch { if (now is NewerNow.Coming) tell(NewerNow.Coming(app, bytes)) }
            return going
        }
    }

    private companion object {
        /** The server's word for a version that it hands out no more. */
        const val GONE = "no_app"
    }
}

/** A newer version as a screen sees it. */
sealed interface NewerNow {
    /** The version it is about. */
    val app: AppStatement?

    /** There is none. */
    data object None : NewerNow {
        override val app = null
    }

    /** There is one; `trouble` is why it did not come the last time. */
    data class Known(override val app: AppStatement, val trouble: AppException? = null) : NewerNow

    /** So many bytes of it are here. */
    data class Coming(override val app: AppStatement, val bytes: ULong) : NewerNow

    /** It is here, and the system would take it in this app's place. */
    data class Ready(override val app: AppStatement, val file: File) : NewerNow

    /** What came is not what it should be; it was deleted. */
    data class NotOurs(override val app: AppStatement, val check: AppCheck) : NewerNow

    /** Somebody spoke of a newer one, and it was not the township's server. */
    data class Doubtful(val trouble: AppException) : NewerNow {
        override val app = null
    }
}
