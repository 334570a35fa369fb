package org.ruhu.phone

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** Runs work that is not the core's and not for the main thread: a picture read, scaled, painted. Counts as a call under way. */
suspend fun <T> Session.offMain(work: () -> T): T {
    underway.begin()
    try {
        return withContext(Dispatchers.IO) {
            try {
                work()
            } finally {
                underway.answered()
            }
        }
    } finally {
        underway.end()
    }
}
