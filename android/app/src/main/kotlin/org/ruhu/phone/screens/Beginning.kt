package org.ruhu.phone.screens

import org.ruhu.phone.Place
import org.ruhu.phone.Preferences
import org.ruhu.phone.core.ConsentFirst
import org.ruhu.phone.core.Core
import org.ruhu.phone.core.EnrolFirst
import org.ruhu.phone.core.NewKeyFirst
import org.ruhu.phone.core.OpenedSetAside
import org.ruhu.phone.core.ReadyNow
import org.ruhu.phone.screens.first.CONSENT_VERSION

/** How the app begins when its store has been opened. */
sealed interface Beginning {
    /** With these places, the last in front. */
    data class At(val places: List<Place>) : Beginning

    /** The key may sign no more: first another key, then all over again. `aside` tells of a damaged store. */
    data class NewKey(val aside: OpenedSetAside?) : Beginning
}

/**
 * Consent and enrolment come once, then it is always the due list, or where the cadre was before the system killed the
 * app. Consent is asked for again where no record says it: the app may have died between enrolment and consent.
 */
suspend fun beginning(core: Core, preferences: Preferences, before: List<Place>): Beginning {
    val front = core.front()
    return when (val step = front.step) {
        is NewKeyFirst -> Beginning.NewKey(front.opened as? OpenedSetAside)
        is EnrolFirst -> Beginning.At(if (front.me == null) unknown(preferences, before) else listOf(Place.Today, Place.Enrol))
        is ConsentFirst -> Beginning.At(listOf(Place.Consent))
        is ReadyNow -> when {
            step.consented != CONSENT_VERSION -> Beginning.At(listOf(Place.Consent))
            else -> Beginning.At(before.ifEmpty { listOf(Place.Today) })
        }
    }
}

/** Nobody's phone yet. Who had agreed and went to take the sheet's picture goes on there, even if the camera cost a kill. */
private fun unknown(preferences: Preferences, before: List<Place>): List<Place> =
    if (before.lastOrNull() == Place.Enrol && preferences.agreed == CONSENT_VERSION) {
        listOf(Place.Consent, Place.Enrol)
    } else {
        listOf(Place.Consent)
    }
