package org.ruhu.phone.screens.photos

import android.graphics.Bitmap
import org.ruhu.phone.Session
import org.ruhu.phone.core.HouseholdNo
import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.PhotoFrom
import org.ruhu.phone.core.PhotoTaken
import org.ruhu.phone.offMain
import org.ruhu.phone.platform.StampHome
import org.ruhu.phone.platform.StampWords
import org.ruhu.phone.platform.copySize
import org.ruhu.phone.platform.paintStamp

/** A picture out of the camera's inbox: its bytes, when the shutter was pressed, and what can be seen of it at once. */
class Picture(val bytes: ByteArray, val taken: Moment, val small: Bitmap?) {
    /** As the core takes it, these words painted for it. */
    suspend fun stamped(session: Session, words: StampWords): PhotoTaken {
        val stamp = session.offMain { copySize(bytes)?.let { paintStamp(words, it) } }
        return PhotoTaken(bytes, taken, PhotoFrom.CAMERA, stamp)
    }
}

/** Who and where, as every stamp of this household's photos says it. */
suspend fun Session.stampHome(household: HouseholdNo): StampHome {
    val due = core().household(household).due
    val village = listOf(due.village, due.group).filter { it.isNotEmpty() }.joinToString(" ")
    return StampHome(due.head, village, core().me()?.cadre?.name.orEmpty())
}
