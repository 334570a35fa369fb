package org.ruhu.phone

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** Work beside the core that is not for the main thread: a picture read, made small, painted. It counts as under way. */
suspend fun <T> World.aside(work: () -> T): T {
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
