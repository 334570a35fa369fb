package org.ruhu.phone

import android.content.Context
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.Core
import org.ruhu.phone.core.Underway
import org.ruhu.phone.platform.Platform
import org.ruhu.phone.platform.storeFolder
import org.ruhu.phone.road.Morning
import org.ruhu.phone.road.NewerApp
import org.ruhu.phone.road.Sending
import org.ruhu.phone.road.Upkeep
import org.ruhu.phone.screens.enrol.Typed
import java.io.File

/**
 * What lives as long as the process, or until somebody signs out: the core, the phone's hardware, the sending. Screens come
 * and go. `first` is done before the store is opened: another session is closed, a key is renewed. `systemContext` is the
 * process's own: in the system's language and sizes, without what the settings lay over them.
 */
class Session(val systemContext: Context, val platform: Platform, first: suspend () -> Unit = {}) {
    val scope: CoroutineScope = MainScope()

    /** What the phone itself remembers: language, text size, switches. Nothing of a household. */
    val preferences = Preferences(systemContext)

    /** What ended badly, for the report that the cadre may send. */
    val crashes = Crashes.of(systemContext, platform.clocks::wall)

    /** The core's folder. */
    val folder: File = storeFolder(systemContext)

    /** What is half written. */
    val forms = Forms()

    /** What is being typed to enrol with: in memory alone, it is a secret. */
    var typed: Typed? = null

    /** Calls to the core that have not come back to their screen. */
    val underway = Underway()

    private val opening = CompletableDeferred<Core>()
    private var opened: Core? = null

    /** Sends what waits; one at a time, whoever asked. */
    val sending = Sending(this)

    /** A newer version of this app. */
    val newer = NewerApp(this)

    /** Looks through the store now and then. */
    val upkeep = Upkeep(this)

    /** Looks each morning whether a home is due. */
    val morning = Morning(this)

    init {
        scope.launch {
            try {
                underway.during(first)
                val core = Core.open(
                    folder,
                    platform.keys,
                    platform.clocks,
                    platform.roots,
                    platform.network,
                    underway,
                    crashes::keep,
                )
                core.setVersion(platform.phone.version)
                opened = core
                opening.complete(core)
            } catch (trouble: AppException) {
                opening.completeExceptionally(trouble)
            }
        }
    }

    /** The core, once it is open. Throws [AppException] when it does not open. */
    suspend fun core(): Core = opening.await()

    /** The core if it is open already. */
    fun coreNow(): Core? = opened

    /** Everything stops; the files stay as they are. */
    fun end() {
        sending.end()
        newer.stop()
        scope.cancel()
        coreNow()?.close()
    }

    /** As [end], while the main thread goes on: what is under way may take some seconds to come to its end. */
    suspend fun close() {
        sending.end()
        newer.stop()
        scope.cancel()
        coreNow()?.let { core ->
            withContext(Dispatchers.IO) { core.close() }
            opened = null
        }
    }
}
