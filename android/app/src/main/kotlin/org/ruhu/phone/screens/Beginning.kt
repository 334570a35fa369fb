package org.ruhu.phone.screens

import org.ruhu.phone.Habits
import org.ruhu.phone.Place
import org.ruhu.phone.core.Core
import org.ruhu.phone.core.OpenedSetAside
import org.ruhu.phone.screens.first.CONSENT_VERSION

/** How the app begins when its store has been opened. */
sealed interface Beginning {
    /** With these places, the last in front. */
    data class At(val places: List<Place>) : Beginning

    /** The store was damaged: first another key, then all over again. */
    data class NewKey(val aside: OpenedSetAside) : Beginning
}

/**
 * Consent and enrolment come once, then it is always the due list, or where the cadre was before the system killed the
 * app. Consent is asked for again where no record says it: the app may have died between enrolment and consent.
 */
suspend fun beginning(core: Core, habits: Habits, before: List<Place>): Beginning {
    val opened = core.opened()
    return when {
        opened is OpenedSetAside -> Beginning.NewKey(opened)
        core.me() == null -> Beginning.At(unknown(habits, before))
        core.consented() != CONSENT_VERSION -> Beginning.At(listOf(Place.Consent))
        else -> Beginning.At(before.ifEmpty { listOf(Place.Today) })
    }
}

/** Nobody's phone yet. Who had agreed and went to take the sheet's picture goes on there, even if the camera cost a kill. */
private fun unknown(habits: Habits, before: List<Place>): List<Place> =
    if (before.lastOrNull() == Place.Enrol && habits.agreed == CONSENT_VERSION) {
        listOf(Place.Consent, Place.Enrol)
    } else {
        listOf(Place.Consent)
    }
