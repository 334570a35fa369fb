package org.ruhu.phone

import android.content.Context
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.Core
import org.ruhu.phone.core.Underway
import org.ruhu.phone.platform.Platform
import org.ruhu.phone.road.Sending
import java.io.File

/** What lives as long as the process: the core, the phone's hardware, the sending. Screens come and go. */
class World(context: Context, val platform: Platform) {
    val scope: CoroutineScope = MainScope()

    /** What the phone itself remembers: language, text size, switches. Nothing of a household. */
    val habits = Habits(context)

    /** The core's folder. */
    val folder: File = File(context.noBackupFilesDir, "core")

    /** What is half written. */
    val forms = Forms()

    /** Calls to the core that have not come back to their screen. */
    val underway = Underway()

    private val opening = CompletableDeferred<Core>()
    private var opened: Core? = null

    /** Sends what waits; one at a time, whoever asked. */
    val sending = Sending(this)

    init {
        scope.launch {
            try {
                val core = Core.open(folder, platform.keys, platform.clocks, platform.roots, underway)
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
        scope.cancel()
        coreNow()?.close()
    }
}
