package org.ruhu.phone.screens.visit

import kotlinx.coroutines.launch
import org.ruhu.phone.Session
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.DraftId
import org.ruhu.phone.core.Statements
import org.ruhu.phone.core.StatementsChange

/**
 * Saves what is stated on every change. While one saving is under way only the newest of what came since waits for it, so
 * that quick typing costs no queue. It goes on when the screen has gone: [flush] hands over what waits, and the core's one
 * thread keeps the order, so whoever asks next reads it.
 */
class Saving(
    private val id: DraftId,
    private val session: Session,
    private val saved: (Door) -> Unit,
    private val failed: (AppException) -> Unit,
) {
    private var underWay = 0
    private var newest: Statements? = null

    fun save(statements: Statements) {
        newest = statements
        if (underWay == 0) flush()
    }

    /** What waits is handed to the core now. */
    fun flush() {
        val statements = newest ?: return
        newest = null
        underWay++
        session.scope.launch {
            try {
                saved(session.core().change(id, StatementsChange(statements)))
            } catch (trouble: AppException) {
                failed(trouble)
            } finally {
                underWay--
            }
            if (underWay == 0) flush()
        }
    }
}
