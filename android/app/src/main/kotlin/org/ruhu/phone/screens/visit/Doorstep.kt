package org.ruhu.phone.screens.visit

import android.Manifest
import android.app.Activity
import android.content.Intent
import android.graphics.Bitmap
import android.net.Uri
import android.provider.Settings
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import org.ruhu.phone.R
import org.ruhu.phone.Stage
import org.ruhu.phone.World
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.DraftChange
import org.ruhu.phone.core.DraftId
import org.ruhu.phone.core.FixChange
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.Mode
import org.ruhu.phone.platform.Access
import org.ruhu.phone.platform.BrokenPicture
import org.ruhu.phone.platform.Launched
import org.ruhu.phone.platform.PositionNow
import org.ruhu.phone.platform.Watching

/** What is known at the door: the draft as the core judges it, where the phone is, pictures that are coming in. */
data class DoorNow(
    val door: Door? = null,
    val position: PositionNow = PositionNow.Searching,
    /** What would cure a missing position; a part of the state, so that a second "no" changes the page. */
    val cure: PositionCure? = null,
    val arriving: List<Arriving> = emptyList(),
    /** What to say beside the photos: no camera, no picture. */
    val photoNotice: Int? = null,
)

/** A picture that is being made smaller and stamped; its own small decode is seen meanwhile. */
data class Arriving(val name: String, val small: Bitmap?)

/** What cures a missing position. */
enum class PositionCure { Allow, SwitchOn, AppSettings }

/**
 * What the pages of a visit do alike while they are in front: they read the position, ask the core for its verdict each
 * minute, and take in what the camera wrote. Nothing of it goes on behind the screen.
 */
class Doorstep(
    private val id: DraftId,
    private val world: World,
    private val stage: Stage,
    private val work: (suspend () -> Unit) -> Job,
    private val tell: (DoorNow) -> Unit,
) {
    private val pictures = Pictures(id, world)
    private val taking = Mutex()
    private var watching: Watching? = null
    private var ticking: Job? = null
    private var askedForPosition = false

    var now = DoorNow()
        private set

    fun shown() {
        ticking?.cancel()
        ticking = work {
            judged(world.core().judge(id))
            watchPosition()
            work { takeIn() }
            while (true) {
                delay(MINUTE_MS)
                judged(world.core().judge(id))
            }
        }
    }

    fun hidden() {
        ticking?.cancel()
        ticking = null
        watching?.stop()
        watching = null
    }

    /** Changes the draft; it is saved when this comes back, and the verdict is the new one. */
    suspend fun change(change: DraftChange) = judged(world.core().change(id, change))

    fun judged(door: Door) = put(now.copy(door = door))

    suspend fun judge(): Door = world.core().judge(id).also(::judged)

    /** Position is asked at the door alone: not of a call, not of what is written down afterwards. */
    private fun watchPosition() {
        val draft = now.door?.draft ?: return
        watching?.stop()
        watching = null
        if (draft.mode != Mode.ON_SITE || draft.late) return
        watching = world.platform.position.watch { position ->
            put(now.copy(position = position, cure = cureOf(position)))
            if (position is PositionNow.Fixed) work { change(FixChange(position.fix)) }
        }
    }

    /** The mode was changed. */
    suspend fun changeMode(change: DraftChange) {
        change(change)
        watchPosition()
    }

    fun cure(cure: PositionCure) {
        when (cure) {
            PositionCure.Allow -> {
                askedForPosition = true
                stage.ask(Manifest.permission.ACCESS_FINE_LOCATION, Manifest.permission.ACCESS_COARSE_LOCATION)
            }
            PositionCure.SwitchOn -> stage.launch(Intent(Settings.ACTION_LOCATION_SOURCE_SETTINGS))
            PositionCure.AppSettings -> stage.launch(
                Intent(
                    Settings.ACTION_APPLICATION_DETAILS_SETTINGS,
                    Uri.fromParts("package", stage.activity.packageName, null),
                ),
            )
        }
    }

    /** What would cure it now. A phone that was told no does not ask again: then its settings are the way. */
    private fun cureOf(position: PositionNow): PositionCure? = when ((position as? PositionNow.Closed)?.access) {
        Access.SwitchedOff -> PositionCure.SwitchOn
        Access.ToAsk -> {
            val asksAgain = stage.activity.shouldShowRequestPermissionRationale(Manifest.permission.ACCESS_FINE_LOCATION)
            if (askedForPosition && !asksAgain) PositionCure.AppSettings else PositionCure.Allow
        }
        Access.Granted, null -> null
    }

    fun takePhoto() {
        val opened = world.platform.camera.open(stage.activity, id, CAMERA)
        put(now.copy(photoNotice = if (opened == Launched.NobodyThere) R.string.visit_no_camera else null))
    }

    /** The camera came back. A picture that was promised and is not there is told; none taken is no mistake. */
    fun result(request: Int, result: Int) {
        if (request != CAMERA) return
        work {
            val count = takeIn()
            val lost = result == Activity.RESULT_OK && count == 0
            put(now.copy(photoNotice = if (lost) R.string.visit_photo_lost else null))
        }
    }

    /** Takes in what the camera wrote for this visit, also before a kill. Answers how many pictures there were. */
    suspend fun takeIn(): Int = taking.withLock {
        val waiting = pictures.waiting()
        for (shot in waiting) {
            try {
                val picture = pictures.open(shot)
                put(now.copy(arriving = now.arriving + Arriving(shot.name, picture.small)))
                pictures.attach(picture, now.door ?: judge())
                pictures.done(shot)
            } catch (_: BrokenPicture) {
                pictures.done(shot)
                put(now.copy(photoNotice = R.string.visit_photo_lost))
            } catch (unusable: FixThis) {
                // Not a picture that can be kept: it would be refused each time. The core's sentence says so.
                pictures.done(shot)
                stage.trouble(unusable)
            } finally {
                put(now.copy(arriving = now.arriving.filter { it.name != shot.name }))
            }
            judge()
        }
        waiting.size
    }

    /** The visit is not wanted: nor are pictures that wait for it. */
    suspend fun dropPictures() = pictures.waiting().forEach { pictures.done(it) }

    private fun put(next: DoorNow) {
        now = next
        tell(next)
    }

    private companion object {
        const val MINUTE_MS = 60_000L

        /** The request code of the camera. */
        const val CAMERA = 41
    }
}
