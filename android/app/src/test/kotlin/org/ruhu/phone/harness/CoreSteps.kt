package org.ruhu.phone.harness

import kotlinx.coroutines.runBlocking
import org.ruhu.phone.core.Battery
import org.ruhu.phone.core.Clocks
import org.ruhu.phone.core.Core
import org.ruhu.phone.core.Fix
import org.ruhu.phone.core.FixChange
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.GoOn
import org.ruhu.phone.core.HouseholdNo
import org.ruhu.phone.core.Met
import org.ruhu.phone.core.Mode
import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.Network
import org.ruhu.phone.core.PhotoFrom
import org.ruhu.phone.core.PhotoTaken
import org.ruhu.phone.core.Progress
import org.ruhu.phone.core.Proxies
import org.ruhu.phone.core.Proxy
import org.ruhu.phone.core.Report
import org.ruhu.phone.core.RoadNow
import org.ruhu.phone.core.Roots
import org.ruhu.phone.core.StatementsChange
import org.ruhu.phone.core.TimeEvidence
import org.ruhu.phone.core.Underway
import org.ruhu.phone.core.Urgency
import org.ruhu.phone.core.Watcher
import java.io.File
import kotlin.system.exitProcess

/**
 * The process of a [PhoneProcess]: one step of a cadre's day, by the app's own [Core], told in lines. It runs on any Java
 * machine that has the core, also on an emulated one: nothing of Android, nothing of Robolectric.
 */
object CoreSteps {
    @JvmStatic
    fun main(words: Array<String>) {
        val (dir, began, minutes, step) = words
        val clocks = BreakableClocks(FakeClocks(Moment(began.toLong())).apply { passMinutes(minutes.toInt()) })
        val ended = runCatching { runBlocking { CoreStep(File(dir), clocks).does(step, words.drop(4)) } }
        ended.exceptionOrNull()?.printStackTrace(System.out)
        exitProcess(if (ended.isSuccess) 0 else 1)
    }
}

private class CoreStep(private val dir: File, private val clocks: BreakableClocks) {
    suspend fun does(step: String, words: List<String>) {
        val core = Core.open(dir, FileKeys(dir), clocks, Roots { emptyList() }, NoProxies, Underway()) { println("failed at $it") }
        checkTheLibrary()
        println("opened ${core.opened().javaClass.simpleName}, waiting ${core.outbox().waiting}")
        when (step) {
            "refused" -> core.refused(words[0])
            "enrol" -> core.enrol(words[0])
            "visit" -> core.visit(words[0], File(words[1]))
            "offline" -> core.sync(Network.NONE, Goes)
            "killed" -> core.sync(Network.UNMETERED, Dies)
            "resume" -> core.sync(Network.UNMETERED, Goes)
            "panic" -> core.panics()
            else -> error("there is no step $step")
        }
        core.close()
    }

    /** It is the one that this process was told to take, and no other. */
    private fun checkTheLibrary() {
        val mapped = File("/proc/self/maps").readLines().map { it.substringAfterLast(' ') }
        val libraries = mapped.filter { it.endsWith("/libruhu_uniffi.so") }.distinct()
        val told = File(System.getProperty("jna.library.path"), "libruhu_uniffi.so").canonicalPath
        check(libraries == listOf(told)) { "the core comes from $libraries, not from $told" }
    }

    private suspend fun Core.refused(code: String) = try {
        enrol(code, "test phone")
        println("not refused")
    } catch (refused: FixThis) {
        println("refused ${refused.code}: ${refused.text.zh}")
    }

    private suspend fun Core.enrol(code: String) {
        println("enrolled ${enrol(code, "test phone").cadre.name}")
        consent(CONSENT)
        sync(Network.UNMETERED, Goes)
    }

    private suspend fun Core.visit(household: String, picture: File) {
        val draft = start(HouseholdNo(household), Mode.ON_SITE).draft.id
        val now = clocks.now().wall
        change(draft, FixChange(Fix(32.5, 108.5, 8.0, now, false, "gps")))
        change(draft, StatementsChange(met(Met.HOUSEHOLDER)))
        val photo = attachPhoto(draft, PhotoTaken(picture.readBytes(), now, PhotoFrom.CAMERA, null))
        println("photo of ${photoBytes(photo.entry.copy.sha256).size} bytes")
        clocks.passMinutes(12)
        println("finished ${finish(draft).verdict}")
        println("waiting ${outbox().waiting}")
    }

    /** A clock that throws is a panic in Rust: it must come back as an exception with its place, and the core must go on. */
    private suspend fun Core.panics() {
        clocks.broken = true
        val came = runCatching { outbox() }.exceptionOrNull()
        clocks.broken = false
        println("panic ${came?.javaClass?.simpleName}: ${(came as? Report)?.text?.zh}")
        println("afterwards waiting ${outbox().waiting}")
    }

    private suspend fun Core.sync(network: Network, watcher: Watcher) {
        val end = syncNow(RoadNow(network, Battery.FINE, Urgency.ASKED), watcher).end
        println("sync ${end.javaClass.simpleName}, waiting ${outbox().waiting}")
    }
}

/** This machine's network has no proxy. */
private object NoProxies : Proxies {
    override fun proxy(): Proxy? = null
}

/** Clocks that can be made to fail, as nothing on a phone does. */
private class BreakableClocks(private val clocks: FakeClocks) : Clocks {
    @Volatile
    var broken = false

    override fun now(): TimeEvidence {
        check(!broken) { "the clock is broken" }
        return clocks.now()
    }

    fun passMinutes(minutes: Int) = clocks.passMinutes(minutes)
}

/** Never stops the sending. */
private object Goes : Watcher {
    override fun progress(progress: Progress) = GoOn.YES
}

/** The system ends the process once a part of what it sends is with the township and a part is not. */
private object Dies : Watcher {
    override fun progress(progress: Progress): GoOn {
        if (progress.recordsLeft == 0uL && progress.bytesLeft > 0uL && progress.bytesSent > MANY) {
            println("killed with ${progress.bytesLeft} bytes left")
            System.out.flush()
            Runtime.getRuntime().halt(PhoneProcess.KILLED)
        }
        return GoOn.YES
    }

    /** More than records alone come to. */
    private val MANY = 20_000uL
}
