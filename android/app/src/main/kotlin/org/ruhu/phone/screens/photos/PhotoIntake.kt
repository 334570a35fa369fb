package org.ruhu.phone.screens.photos

import android.app.Activity
import android.graphics.Bitmap
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import org.ruhu.phone.R
import org.ruhu.phone.Stage
import org.ruhu.phone.World
import org.ruhu.phone.aside
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.platform.BrokenPicture
import org.ruhu.phone.platform.Launched
import org.ruhu.phone.platform.Shot
import org.ruhu.phone.platform.shutterTime
import org.ruhu.phone.platform.smallPicture

/** A picture that is being made smaller and stamped; its own small decode is seen meanwhile. */
data class Arriving(val name: String, val small: Bitmap?)

/** Pictures on their way in, and what to say beside them: no camera, no picture. */
data class Incoming(val arriving: List<Arriving> = emptyList(), val notice: Int? = null)

/**
 * From the camera to the core: opens the system's camera in this owner's name and takes in what it wrote, also before a
 * kill. `keep` hands a picture to the core; only when it has answered does the inbox let the picture go.
 */
class PhotoIntake(
    private val owner: String,
    private val world: World,
    private val stage: Stage,
    private val keep: suspend (Picture) -> Unit,
    private val tell: (Incoming) -> Unit,
) {
    private val taking = Mutex()
    private var now = Incoming()

    /** Opens the camera. */
    fun open() {
        val opened = world.platform.camera.open(stage.activity, owner, CAMERA)
        put(now.copy(notice = if (opened == Launched.NobodyThere) R.string.visit_no_camera else null))
    }

    /** The camera came back. A picture that was promised and is not there is told; none taken is no mistake. */
    suspend fun back(request: Int, result: Int) {
        if (request != CAMERA) return
        val count = takeIn()
        val lost = result == Activity.RESULT_OK && count == 0
        put(now.copy(notice = if (lost) R.string.visit_photo_lost else null))
    }

    /** Takes in what is there. Answers how many pictures there were. */
    suspend fun takeIn(): Int = taking.withLock {
        val waiting = waiting()
        waiting.forEach { takeIn(it) }
        waiting.size
    }

    private suspend fun takeIn(shot: Shot) {
        try {
            val picture = read(shot)
            put(now.copy(arriving = now.arriving + Arriving(shot.name, picture.small)))
            keep(picture)
            done(shot)
        } catch (_: BrokenPicture) {
            done(shot)
            put(now.copy(notice = R.string.visit_photo_lost))
        } catch (unusable: FixThis) {
            // Not a picture that can be kept: it would be refused each time. The core's sentence says so.
            done(shot)
            stage.trouble(unusable)
        } finally {
            put(now.copy(arriving = now.arriving.filter { it.name != shot.name }))
        }
    }

    /** What they were taken for is not wanted: nor are pictures that wait for it. */
    suspend fun drop() = taking.withLock { waiting().forEach { done(it) } }

    private suspend fun waiting(): List<Shot> = world.aside { world.platform.camera.waiting(owner) }

    private suspend fun read(shot: Shot): Picture = world.aside {
        val bytes = world.platform.camera.read(shot)
        Picture(bytes, shutterTime(shot, bytes), smallPicture(bytes, SMALL))
    }

    private suspend fun done(shot: Shot) = world.aside { world.platform.camera.done(shot) }

    private fun put(next: Incoming) {
        now = next
        tell(next)
    }

    private companion object {
        /** The longest side of a thumbnail's own decode. */
        const val SMALL = 256

        /** The request code of the camera. */
        const val CAMERA = 41
    }
}
