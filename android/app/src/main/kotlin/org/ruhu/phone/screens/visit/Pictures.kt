package org.ruhu.phone.screens.visit

import org.ruhu.phone.Session
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.DraftId
import org.ruhu.phone.core.Fix
import org.ruhu.phone.platform.StampHome
import org.ruhu.phone.platform.StampWords
import org.ruhu.phone.screens.photos.Picture
import org.ruhu.phone.screens.photos.stampHome

/** Hands a visit's pictures to the core, each with its stamp. */
class Pictures(private val id: DraftId, private val session: Session) {
    private var home: StampHome? = null

    suspend fun attach(picture: Picture, door: Door) {
        val here = home ?: session.stampHome(door.draft.household).also { home = it }
        session.core().attachPhoto(id, picture.stamped(session, StampWords.ofVisit(here, picture.taken, best(door.draft.fixes))))
    }

    /** As the rules choose: the least radius, the earliest of equals; one without a radius is taken as 100 m. */
    private fun best(fixes: List<Fix>): Fix? = fixes.minWithOrNull(compareBy<Fix> { it.accuracyM ?: 100.0 }.thenBy { it.at })
}
