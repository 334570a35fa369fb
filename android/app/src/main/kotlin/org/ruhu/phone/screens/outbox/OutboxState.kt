package org.ruhu.phone.screens.outbox

import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.Originals
import org.ruhu.phone.core.OutboxView
import org.ruhu.phone.core.Sha256
import org.ruhu.phone.road.SendingNow

/** 上传箱: what waits, what goes, what is stuck, what has arrived. */
data class OutboxState(
    val box: OutboxView? = null,
    val sending: SendingNow = SendingNow.Idle(null),
    val rule: Originals = Originals.ON_UNMETERED,
    /** The stuck original for which a reason is being chosen. */
    val givingUp: Sha256? = null,
    /** Bytes that were just freed. */
    val freed: ULong? = null,
    /** When the system last sent by itself. */
    val lastJob: Moment? = null,
)

/** What the cadre does on this screen. */
sealed interface OutboxEvent {
    data object Back : OutboxEvent
    data object Send : OutboxEvent
    data class Retry(val sha256: Sha256) : OutboxEvent

    /** Begins to give an original up, or thinks better of it. */
    data class GiveUp(val sha256: Sha256?) : OutboxEvent
    data class GiveUpBecause(val sha256: Sha256, val why: String) : OutboxEvent
    data object Free : OutboxEvent
    data class Rule(val rule: Originals) : OutboxEvent
    data object Background : OutboxEvent
    data object Enrol : OutboxEvent
}
