package org.ruhu.phone.bench

import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.Place
import org.ruhu.phone.R
import org.ruhu.phone.core.Mode
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.signal
import org.ruhu.phone.harness.word
import java.util.Collections

/**
 * `cargo xtask bench phone`: prints, never asserts. Times are this machine's JVM's under Robolectric, with a core built for
 * it: they compare one day with another, and say nothing of a phone. Counts and bytes are the same on a phone.
 */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class PhoneBench {
    @Test
    fun `twenty households`() = on(20) { phone, town ->
        starts(phone)
        screens(phone, town)
    }

    @Test
    fun `twenty thousand households`() = on(20_000) { phone, _ ->
        starts(phone)
        phone.die()
        heard(phone, "the start and Today") { phone.open() }
    }

    private fun on(households: Int, task: (Phone, Town) -> Unit) = Town.open("--households", "$households").use { town ->
        Phone(MORNING).enrolled(town).use { phone ->
            // The sending at the start has its own time.
            phone.signal(Signal.None)
            println("\nOn a JVM (Robolectric, the core for this machine), $households households: these are no times of a phone.")
            task(phone, town)
        }
    }

    /** From the icon's tap, with no process, to the due list in full: keys, store, first page, views, layout. */
    private fun starts(phone: Phone) {
        val times = List(6) {
            val before = System.nanoTime()
            if (it == 0) phone.open() else phone.dieAndOpen()
            (System.nanoTime() - before) / 1_000_000
        }
        val again = times.drop(1).sorted()
        val median = again[again.size / 2]
        println("cold start to the due list: ${times[0]} ms, then $median ms (median of ${again.size})")
    }

    private fun screens(phone: Phone, town: Town) {
        phone.onCore { start(town.households()[1].household, Mode.ON_SITE) }
        val visit = phone.quickVisit(town.households()[2]).visit
        phone.sendAll()
        phone.die()
        heard(phone, "the start and Today") { phone.open() }
        val home = town.households()[0].household
        val draft = phone.onCore { drafts().first().id }
        val places = listOf(
            Place.Household(town.households()[2].household), Place.Visit(draft), Place.Verdict(draft), Place.After(visit),
            Place.Correct(town.households()[2].household, visit), Place.LateEntry(home), Place.Help(home), Place.Problem(home),
            Place.Plan(home), Place.Outbox, Place.Settings,
        )
        for (place in places) {
            heard(phone, place.words().substringBefore(' ')) {
                phone.activity.go(place)
                phone.settle()
            }
            phone.activity.restart(Place.Today)
            phone.settle()
        }
        phone.activity.go(Place.Visit(draft))
        phone.settle()
        heard(phone, "one tap in a visit") { phone.tap(phone.word(R.string.met_householder)) }
    }

    /** How many answers came over the binding, of what kind, and what each weighs. */
    private fun heard(phone: Phone, what: String, task: () -> Unit) {
        val answers = Collections.synchronizedList(mutableListOf<Any?>())
        phone.session.underway.listener = answers::add
        task()
        phone.session.underway.listener = null
        val kinds = answers.joinToString(", ") { "${it?.javaClass?.simpleName} ${weight(it)}" }
        println("  %-22s %d calls, %d bytes: %s".format(what, answers.size, answers.sumOf(::weight), kinds))
    }
}
