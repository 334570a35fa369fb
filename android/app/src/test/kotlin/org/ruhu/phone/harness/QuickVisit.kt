package org.ruhu.phone.harness

import org.ruhu.phone.core.Changes
import org.ruhu.phone.core.Finished
import org.ruhu.phone.core.Fix
import org.ruhu.phone.core.FixChange
import org.ruhu.phone.core.Living
import org.ruhu.phone.core.Met
import org.ruhu.phone.core.Mode
import org.ruhu.phone.core.PhotoFrom
import org.ruhu.phone.core.PhotoTaken
import org.ruhu.phone.core.Statements
import org.ruhu.phone.core.StatementsChange

/** A sound visit by the core alone, for tests that begin after it: twelve minutes, a position, one photo. */
fun Phone.quickVisit(household: TownHousehold, picture: ByteArray = distinct(photo().readBytes())): Finished {
    val draft = onCore { start(household.household, Mode.ON_SITE).draft.id }
    val now = clocks.wall()
    onCore {
        change(draft, FixChange(Fix(household.lat ?: 32.5, household.lon ?: 108.5, 8.0, now, false, "gps")))
        change(draft, StatementsChange(met(Met.HOUSEHOLDER)))
        attachPhoto(draft, PhotoTaken(picture, now, PhotoFrom.CAMERA, null))
    }
    clocks.passMinutes(12)
    return onCore { finish(draft) }
}

/** These were met, and nothing else is said. */
fun met(vararg who: Met) =
    Statements(who.toList(), Living(null, null, null, null, null, null), Changes(null, null, null), null, null, null, null)

private var made = 0

/** The same picture as another file: a comment segment after the start marker. Cameras never write one file twice. */
fun distinct(jpeg: ByteArray): ByteArray {
    val comment = "test ${made++} ${System.nanoTime()}".toByteArray()
    val length = comment.size + 2
    val segment = byteArrayOf(0xFF.toByte(), 0xFE.toByte(), (length shr 8).toByte(), length.toByte()) + comment
    return jpeg.copyOfRange(0, 2) + segment + jpeg.copyOfRange(2, jpeg.size)
}
