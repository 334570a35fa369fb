package org.ruhu.phone.screens.photos

import android.app.Activity
import android.graphics.Bitmap
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import org.ruhu.phone.R
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.Report
import org.ruhu.phone.core.isBug
import org.ruhu.phone.offMain
import org.ruhu.phone.platform.BrokenPicture
import org.ruhu.phone.platform.Launched
import org.ruhu.phone.platform.PictureBound
import org.ruhu.phone.platform.Shot
import org.ruhu.phone.platform.shutterTime
import org.ruhu.phone.platform.smallPicture

/** A picture that is being made smaller and stamped; its own small decode is seen meanwhile. */
data class Arriving(val name: String, val small: Bitmap?)

/** Pictures on their way in, and what to say beside them: no camera, no picture. */
data class Incoming(val arriving: List<Arriving> = emptyList(), val notice: Int? = null)

/**
 * From the camera to the core: opens the system's camera in this owner's name and takes in what it wrote, also before a
 * kill. `keep` hands a picture to the core; only when it has answered does the inbox let the picture go. One that cannot be
 * taken in is set aside, with words, and does not hold up the next.
 */
class PhotoIntake(
    private val owner: String,
    private val session: Session,
    private val stage: Stage,
    private val keep: suspend (Picture) -> Unit,
    private val tell: (Incoming) -> Unit,
) {
    private val taking = Mutex()
    private var now = Incoming()

    /** Pictures since the camera was opened, whichever call found them. */
    private var cameIn = 0

    /** Opens the camera. */
    fun open() {
        cameIn = 0
        val opened = session.platform.camera.open(stage.activity, owner, CAMERA)
        put(now.copy(notice = if (opened == Launched.NobodyThere) R.string.visit_no_camera else null))
    }

    /** The camera came back. A picture that was promised and is not there is told; none taken is no mistake. */
    suspend fun back(request: Int, result: Int) {
        if (request != CAMERA) return
        put(now.copy(notice = null))
        takeIn()
        if (result == Activity.RESULT_OK && cameIn == 0) put(now.copy(notice = R.string.visit_photo_lost))
    }

    /** Takes in what is there. */
    suspend fun takeIn() = taking.withLock {
        val waiting = waiting()
        cameIn += waiting.size
        waiting.forEach { takeIn(it) }
    }

    private suspend fun takeIn(shot: Shot) {
        val endedApp = session.offMain { session.platform.camera.begin(shot) }
        if (endedApp >= MOST_ATTEMPTS) return setAside(shot, R.string.visit_photo_ended_app)
        try {
            val picture = read(shot) ?: return setAside(shot, R.string.visit_photo_too_large)
            put(now.copy(arriving = now.arriving + Arriving(shot.name, picture.small)))
            keep(picture)
            done(shot)
        } catch (_: BrokenPicture) {
            setAside(shot, R.string.visit_photo_lost)
        } catch (_: OutOfMemoryError) {
            setAside(shot, R.string.visit_photo_too_large)
        } catch (unusable: FixThis) {
            // Not a picture that can be kept: it would be refused each time. The core's sentence says so.
            setAside(shot, null)
            stage.trouble(unusable)
        } catch (failed: Report) {
            // The core failed over this picture, and would again; anything else may pass, and the picture stays.
            if (failed.isBug) setAside(shot, null)
            stage.trouble(failed)
        } finally {
            withContext(NonCancellable) { session.offMain { session.platform.camera.ended(shot) } }
            put(now.copy(arriving = now.arriving.filter { it.name != shot.name }))
        }
    }

    /** What they were taken for is not wanted: nor are pictures that wait for it. */
    suspend fun drop() = taking.withLock { waiting().forEach { done(it) } }

    private suspend fun waiting(): List<Shot> = session.offMain { session.platform.camera.waiting(owner) }

    /** None when it is larger than this phone's memory can take. */
    private suspend fun read(shot: Shot): Picture? = session.offMain {
        val (camera, bound) = session.platform.camera to PictureBound(session.platform.phone.memoryMiB)
        if (!bound.holdsFile(camera.size(shot))) return@offMain null
        val bytes = camera.read(shot)
        if (bound.holdsPixels(bytes)) Picture(bytes, shutterTime(shot, bytes), smallPicture(bytes, SMALL)) else null
    }

    private suspend fun setAside(shot: Shot, notice: Int?) {
        session.offMain { session.platform.camera.setAside(shot) }
        put(now.copy(notice = notice))
    }

    private suspend fun done(shot: Shot) = session.offMain { session.platform.camera.done(shot) }

    private fun put(next: Incoming) {
        now = next
        tell(next)
    }

    private companion object {
        /** A picture in whose midst the process ended once is tried once more: it may have been the cadre who ended it. */
        const val MOST_ATTEMPTS = 2

        /** The longest side of a thumbnail's own decode. */
        const val SMALL = 256

        /** The request code of the camera. */
        const val CAMERA = 41
    }
}
