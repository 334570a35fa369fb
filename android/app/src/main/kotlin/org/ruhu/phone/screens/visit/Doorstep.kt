package org.ruhu.phone.screens.visit

import android.Manifest
import android.content.Intent
import android.net.Uri
import android.provider.Settings
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import org.ruhu.phone.R
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.DraftChange
import org.ruhu.phone.core.DraftId
import org.ruhu.phone.core.FixChange
import org.ruhu.phone.core.Mode
import org.ruhu.phone.platform.Access
import org.ruhu.phone.platform.Launched
import org.ruhu.phone.platform.PositionNow
import org.ruhu.phone.platform.Watching
import org.ruhu.phone.screens.photos.Incoming
import org.ruhu.phone.screens.photos.PhotoIntake
import org.ruhu.phone.screens.photos.Picture
import org.ruhu.phone.ui.toast

/** What is known at the door: the draft as the core judges it, where the phone is, pictures that are coming in. */
data class DoorNow(
    val door: Door? = null,
    val position: PositionNow = PositionNow.Searching,
    /** What would cure a missing position; a part of the state, so that a second "no" changes the page. */
    val cure: PositionCure? = null,
    val incoming: Incoming = Incoming(),
)

/** What cures a missing position. */
enum class PositionCure { Allow, SwitchOn, AppSettings }

/**
 * What the pages of a visit do alike while they are in front: they read the position, ask the core for its verdict each
 * minute, and take in what the camera wrote. Nothing of it goes on behind the screen.
 */
class Doorstep(
    private val id: DraftId,
    private val session: Session,
    private val stage: Stage,
    private val work: (suspend () -> Unit) -> Job,
    private val tell: (DoorNow) -> Unit,
) {
    private val pictures = Pictures(id, session)

    /** What the camera wrote for this visit. */
    val intake = PhotoIntake(id.text, session, stage, ::keep) { put(now.copy(incoming = it)) }
    private var watching: Watching? = null
    private var ticking: Job? = null
    private var askedForPosition = false

    var now = DoorNow()
        private set

    fun shown() {
        ticking?.cancel()
        ticking = work {
            judged(session.core().judge(id))
            watchPosition()
            work { intake.takeIn() }
            while (true) {
                delay(MINUTE_MS)
                judged(session.core().judge(id))
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
    suspend fun change(change: DraftChange) = judged(session.core().change(id, change))

    fun judged(door: Door) = put(now.copy(door = door))

    suspend fun judge(): Door = session.core().judge(id).also(::judged)

    /** Position is asked at the door alone: not of a call, not of what is written down afterwards. */
    private fun watchPosition() {
        val draft = now.door?.draft ?: return
        watching?.stop()
        watching = null
        if (draft.mode != Mode.ON_SITE || draft.late) return
        watching = session.platform.position.watch { position ->
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
                stage.askPermissions(Manifest.permission.ACCESS_FINE_LOCATION, Manifest.permission.ACCESS_COARSE_LOCATION)
            }
            PositionCure.SwitchOn -> open(Intent(Settings.ACTION_LOCATION_SOURCE_SETTINGS))
            PositionCure.AppSettings -> open(
                Intent(
                    Settings.ACTION_APPLICATION_DETAILS_SETTINGS,
                    Uri.fromParts("package", stage.activity.packageName, null),
                ),
            )
        }
    }

    private fun open(settings: Intent) {
        if (stage.launch(settings) == Launched.NobodyThere) toast(stage.activity, R.string.nothing_there)
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

    /** The camera came back. */
    fun result(request: Int, result: Int) {
        work { intake.back(request, result) }
    }

    private suspend fun keep(picture: Picture) {
        pictures.attach(picture, now.door ?: judge())
        judge()
    }

    private fun put(next: DoorNow) {
        now = next
        tell(next)
    }

    private companion object {
        const val MINUTE_MS = 60_000L
    }
}
