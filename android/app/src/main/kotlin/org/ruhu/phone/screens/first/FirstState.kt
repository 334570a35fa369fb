package org.ruhu.phone.screens.first

/** The consent's page. */
data class FirstState(val phase: FirstPhase = FirstPhase.Reading)

/** How far the cadre is with it. */
enum class FirstPhase {
    /** It is being read. */
    Reading,

    /** "Not now" was pressed: what does not work then is told. */
    NotNow,
}

/** What the cadre does. */
sealed interface FirstEvent {
    data object Agree : FirstEvent
    data object NotNow : FirstEvent
}
