package org.ruhu.phone.harness

import kotlinx.coroutines.launch
import org.ruhu.phone.core.Battery
import org.ruhu.phone.core.Core
import org.ruhu.phone.core.GoOn
import org.ruhu.phone.core.Network
import org.ruhu.phone.core.Progress
import org.ruhu.phone.core.RoadNow
import org.ruhu.phone.core.Urgency
import org.ruhu.phone.core.Watcher

/** The version of the consent's text that tests consent to without reading it. */
const val CONSENT = "2026-11"

/** Runs this on the app's own main thread and core, and waits for it. Its failure is the test's. */
fun <T> Phone.onCore(task: suspend Core.() -> T): T {
    var answer: Result<T>? = null
    session.scope.launch { answer = runCatching { session.core().task() } }
    settle()
    return checkNotNull(answer) { "the core has not answered" }.getOrThrow()
}

/** Enrolled, consented, and the household list has arrived: where most tests begin. */
fun Phone.enrolled(town: Town, cadre: TownCadre = town.cadre, through: Through = Through.Address): Phone = apply {
    val code = town.code(cadre, through)
    onCore {
        enrol(code.qr, "test phone")
        consent(CONSENT)
    }
    sendAll()
}

/** Sends and hears everything on a good road, without the screens. */
fun Phone.sendAll() = onCore {
    syncNow(RoadNow(Network.UNMETERED, Battery.FINE, Urgency.ASKED), Silent)
}

private object Silent : Watcher {
    override fun progress(progress: Progress) = GoOn.YES
}
