package org.ruhu.phone.screens.visit

import android.graphics.Bitmap
import org.ruhu.phone.World
import org.ruhu.phone.aside
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.DraftId
import org.ruhu.phone.core.Fix
import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.PhotoFrom
import org.ruhu.phone.core.PhotoTaken
import org.ruhu.phone.platform.Shot
import org.ruhu.phone.platform.StampWords
import org.ruhu.phone.platform.copySize
import org.ruhu.phone.platform.paintStamp
import org.ruhu.phone.platform.shutterTime
import org.ruhu.phone.platform.smallPicture

/** From the camera's inbox to the core: a picture is read, seen small at once, stamped, and handed over. */
class Pictures(private val id: DraftId, private val world: World) {
    /** A picture out of the inbox. */
    class Picture(val bytes: ByteArray, val taken: Moment, val small: Bitmap?)

    /** Who and where, asked for once: they are on every stamp. */
    private class Around(val cadre: String, val village: String)

    private var around: Around? = null

    suspend fun waiting(): List<Shot> = world.aside { world.platform.camera.waiting(id) }

    suspend fun open(shot: Shot): Picture = world.aside {
        val bytes = world.platform.camera.read(shot)
        Picture(bytes, shutterTime(shot, bytes), smallPicture(bytes, SMALL))
    }

    suspend fun attach(picture: Picture, door: Door) {
        val words = wordsOf(picture, door)
        val stamp = world.aside { copySize(picture.bytes)?.let { paintStamp(words, it) } }
        world.core().attachPhoto(id, PhotoTaken(picture.bytes, picture.taken, PhotoFrom.CAMERA, stamp))
    }

    suspend fun done(shot: Shot) = world.aside { world.platform.camera.done(shot) }

    private suspend fun wordsOf(picture: Picture, door: Door): StampWords {
        val here = around ?: lookAround(door).also { around = it }
        return StampWords(door.head, here.village, picture.taken, best(door.draft.fixes), here.cadre)
    }

    private suspend fun lookAround(door: Door): Around {
        val due = world.core().household(door.draft.household).due
        val me = world.core().me()
        return Around(me?.cadre?.name.orEmpty(), listOf(due.village, due.group).filter { it.isNotEmpty() }.joinToString(" "))
    }

    /** As the rules choose: the least radius, the earliest of equals; one without a radius is taken as 100 m. */
    private fun best(fixes: List<Fix>): Fix? = fixes.minWithOrNull(compareBy<Fix> { it.accuracyM ?: 100.0 }.thenBy { it.at })

    private companion object {
        /** The longest side of a thumbnail's own decode. */
        const val SMALL = 256
    }
}
