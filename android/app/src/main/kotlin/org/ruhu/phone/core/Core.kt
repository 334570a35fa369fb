package org.ruhu.phone.core

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.withContext
import org.ruhu.bindings.InternalException
import org.ruhu.bindings.Ruhu
import org.ruhu.bindings.takePanicPlace
import java.io.File
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit

/**
 * The one door to the Rust core. Every call leaves the main thread: what a screen asks goes through one thread, in order,
 * and is back within some milliseconds. Three kinds of work take longer and would hold the doorstep's verdict up, so each has
 * a thread of its own: photos being made smaller, the sending, and a newer app that comes, which must not hold up the
 * sending either. The core's own locks keep them apart.
 */
class Core private constructor(private val ruhu: Ruhu, private val threads: Threads) {
    // At start.
    suspend fun front(): Front = quick { front() }

    /** The app's version, for the township's list of phones. */
    suspend fun setVersion(version: String) = quick { setVersion(version) }
    suspend fun opened(): Opened = quick { opened() }
    suspend fun me(): Me? = quick { me() }
    suspend fun consented(): String? = quick { consented() }
    suspend fun enrol(code: String, model: String): Me = threads.run(threads.road) { ruhu.enrol(code, model) }

    /** Who answers at a typed address; nothing is sent with a code yet. */
    suspend fun lookUp(address: String): ServerShown = threads.run(threads.road) { ruhu.lookUp(address) }

    /** Enrols at a server whose words the cadre has compared. */
    suspend fun enrolAt(server: ServerShown, code: String, model: String): Me =
        threads.run(threads.road) { ruhu.enrolAt(server, code, model) }
    suspend fun consent(version: String): RecordId = quick { consent(version) }
    suspend fun withdrawConsent(version: String): RecordId = quick { withdrawConsent(version) }

    // The list and the file.
    suspend fun today(ask: TodayAsk): Today = quick { today(ask) }
    suspend fun search(text: String, count: UInt): List<DueRow> = quick { search(text, count) }
    suspend fun household(household: HouseholdNo): HouseholdFile = quick { household(household) }
    suspend fun cadres(): List<Cadre> = quick { cadres() }

    // A visit.
    suspend fun start(household: HouseholdNo, mode: Mode): Door = quick { start(household, mode) }
    suspend fun lateEntry(household: HouseholdNo, mode: Mode, started: Moment, ended: Moment): Door =
        quick { lateEntry(household, mode, started, ended) }
    suspend fun drafts(): List<DraftLine> = quick { drafts() }
    suspend fun change(draft: DraftId, change: DraftChange): Door = quick { change(draft, change) }
    suspend fun judge(draft: DraftId): Door = quick { judge(draft) }
    suspend fun finish(draft: DraftId): Finished = quick { finish(draft) }
    suspend fun cancel(draft: DraftId) = quick { cancel(draft) }
    suspend fun correct(visit: VisitId, statements: Statements, why: String): RecordId =
        quick { correct(visit, statements, why) }

    /** Says whether this cadre was at a colleague's visit. */
    suspend fun answerCompanion(visit: VisitId, there: Boolean): RecordId = quick { answerCompanion(visit, there) }
    suspend fun sign(visit: VisitId, strokes: List<List<StrokePoint>>): RecordId = quick { sign(visit, strokes) }

    // Photos.
    suspend fun attachPhoto(draft: DraftId, photo: PhotoTaken): PhotoView =
        threads.run(threads.photos) { ruhu.attachPhoto(draft, photo) }
    suspend fun removePhoto(draft: DraftId, original: Sha256) = quick { removePhoto(draft, original) }
    suspend fun photos(visit: VisitId): List<PhotoView> = quick { photos(visit) }
    suspend fun photoBytes(sha256: Sha256): ByteArray = threads.run(threads.photos) { ruhu.photoBytes(sha256) }

    // Photos of help being written.
    suspend fun helpPhoto(household: HouseholdNo, photo: PhotoTaken): PhotoView =
        threads.run(threads.photos) { ruhu.helpPhoto(household, photo) }
    suspend fun helpPage(household: HouseholdNo): HelpPage = quick { helpPage(household) }
    suspend fun removeHelpPhoto(household: HouseholdNo, original: Sha256) = quick { removeHelpPhoto(household, original) }
    suspend fun cancelHelp(household: HouseholdNo) = quick { cancelHelp(household) }

    // What stands beside visits.
    suspend fun help(help: HelpGiven): RecordId = quick { help(help) }
    suspend fun problem(found: ProblemFound): ProblemId = quick { problem(found) }
    suspend fun moveProblem(problem: ProblemId, state: ProblemState, text: String, followUp: Day?): RecordId =
        quick { moveProblem(problem, state, text, followUp) }
    suspend fun plan(household: HouseholdNo, year: Int, measures: List<Measure>): RecordId =
        quick { plan(household, year, measures) }
    suspend fun notice(household: HouseholdNo, version: String, how: String): RecordId =
        quick { notice(household, version, how) }

    // A newer version of this app, from the township's server.
    suspend fun newestApp(installed: UInt): AppStatement? = threads.run(threads.road) { ruhu.newestApp(installed) }
    suspend fun fetchApp(newer: AppStatement, to: File, watcher: AppWatcher): Fetched =
        threads.run(threads.newer) { ruhu.fetchApp(newer, to.path, watcher) }

    // Sending, and the room on the phone.
    suspend fun outbox(): OutboxView = quick { outbox() }
    suspend fun syncNow(road: RoadNow, watcher: Watcher): SyncReport =
        threads.run(threads.road) { ruhu.syncNow(road, watcher) }
    suspend fun retry(sha256: Sha256) = quick { retry(sha256) }
    suspend fun giveUpOriginal(original: Sha256, why: String): RecordId = quick { giveUpOriginal(original, why) }
    suspend fun storage(): Storage = quick { storage() }
    suspend fun freeStorage(): Storage = threads.run(threads.photos) { ruhu.freeStorage() }
    suspend fun backup(to: File): Backup = threads.run(threads.photos) { ruhu.backup(to.path) }
    suspend fun unsent(): Unsent = quick { unsent() }
    suspend fun settingsPage(): SettingsPage = quick { settingsPage() }

    /** Signs out, or says what would be lost. After it only [close] may be asked, and both keys must go. */
    suspend fun signOut() = threads.run(threads.photos) { ruhu.signOut() }
    suspend fun settings(): Settings = quick { settings() }
    suspend fun setSettings(settings: Settings) = quick { setSettings(settings) }

    /** Looks through the whole store: seconds, so not on the thread that screens wait for. */
    suspend fun checkStore() = threads.run(threads.road) { ruhu.checkStore() }

    /** The app goes to the background: drafts are synced to disk now. */
    suspend fun pause() = quick { pause() }

    /**
     * Lets the store go once what is under way has ended. Nothing may be asked after it. Throws [Report] when a call goes on
     * for longer than so many seconds: the store is then still open, and no other may be opened in its place.
     */
    fun close(seconds: Long = CLOSE_SECONDS) {
        threads.end(seconds)
        ruhu.close()
    }

    private suspend fun <T> quick(call: Ruhu.() -> T): T = threads.run(threads.quick) { ruhu.call() }

    companion object {
        /** Longer than one part of a photo takes on a slow road. */
        private const val CLOSE_SECONDS = 180L

        /**
         * Opens the store in the app's own folder.
         *
         * `keys` is asked on the core's thread: making a key may take seconds on a slow phone. `proxies` is asked before each
         * call to the server, on the thread that makes it. `crashed` is told where, when
         * the core fails by a bug of its own. Throws [AppException].
         */
        suspend fun open(
            dir: File,
            keys: Keys,
            clocks: Clocks,
            roots: Roots,
            proxies: Proxies,
            underway: Underway,
            crashed: (place: String) -> Unit,
        ): Core {
            val threads = Threads(underway, crashed)
            val opened = threads.run(threads.quick) {
                runCatching {
                    val key = keys.storeKey()
                    try {
                        Ruhu.open(dir.path, key, roots.certificates(), keys.signer(), clocks).apply { useProxies(proxies) }
                    } finally {
                        // The core has its own copy, which it wipes itself; this one has done its work.
                        key.fill(0)
                    }
                }
            }
            return Core(opened.onFailure { threads.end(CLOSE_SECONDS) }.getOrThrow(), threads)
        }
    }
}

/** Whether the core itself failed: doing the same again would fail the same way. */
val Report.isBug: Boolean get() = cause is InternalException

/** The store's key and the device's key; the platform's keystore holds both. */
interface Keys {
    /** 32 bytes that the database and the photo shelf are encrypted with. */
    fun storeKey(): ByteArray

    /** The device's signing key, P-256. */
    fun signer(): Keystore
}

/** The certificates that a server with a public name may be vouched for by, DER. */
fun interface Roots {
    fun certificates(): List<ByteArray>
}

/** The core's threads. */
private class Threads(private val underway: Underway, private val crashed: (place: String) -> Unit) {
    private val executors = mutableListOf<ExecutorService>()
    val quick = thread("ruhu-core")
    val photos = thread("ruhu-photos")
    val road = thread("ruhu-road")
    val newer = thread("ruhu-newer")

    suspend fun <T> run(where: CoroutineDispatcher, call: () -> T): T {
        underway.begin()
        try {
            return withContext(where) {
                try {
                    call().also { underway.listener?.invoke(it) }
                } catch (bug: InternalException) {
                    throw failed(bug)
                } finally {
                    underway.answered()
                }
            }
        } finally {
            underway.end()
        }
    }

    /** A bug in the core: its place is kept for the report, what it said is not, for it may quote somebody. */
    private fun failed(bug: InternalException): Report {
        val place = takePanicPlace() ?: "place unknown"
        crashed(place)
        return Report(FAILED, place).apply { initCause(bug) }
    }

    /** No new call; those under way come to their end. Throws [Report] when one has not after so many seconds. */
    fun end(seconds: Long) {
        executors.forEach { it.shutdown() }
        if (!executors.all { it.awaitTermination(seconds, TimeUnit.SECONDS) }) throw Report(GOES_ON, "a call to the core does not end")
    }

    private fun thread(name: String): CoroutineDispatcher {
        val executor = Executors.newSingleThreadExecutor { Thread(it, name) }
        executors += executor
        return executor.asCoroutineDispatcher()
    }

    private companion object {
        val GOES_ON = Text(
            "上一次上传还没停下来。请把入户关掉（从最近的应用里划掉），再打开。写的都在。",
            "The last upload has not come to its end. Please close Ruhu (swipe it away from the recent apps) and open it again. What you wrote is kept.",
        )
        val FAILED = Text(
            "入户出了差错，不是您弄的。已经保存的都在手机里。请关掉入户再打开；还是这样，就告诉镇里。",
            "Ruhu failed; it was not you. What was saved is on the phone. Close Ruhu and open it again; if it stays so, tell the township.",
        )
    }
}
