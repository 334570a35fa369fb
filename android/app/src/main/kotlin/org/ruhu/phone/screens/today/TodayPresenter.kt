package org.ruhu.phone.screens.today

import android.Manifest
import org.ruhu.phone.Place
import org.ruhu.phone.Stage
import org.ruhu.phone.World
import org.ruhu.phone.core.ByDistance
import org.ruhu.phone.core.ByNeed
import org.ruhu.phone.core.DueFilter
import org.ruhu.phone.core.DueOrder
import org.ruhu.phone.core.LatLon
import org.ruhu.phone.core.Mode
import org.ruhu.phone.core.Today
import org.ruhu.phone.core.TodayAsk
import org.ruhu.phone.platform.Access
import org.ruhu.phone.platform.PositionNow
import org.ruhu.phone.platform.Watching
import org.ruhu.phone.screens.Presenter

/** Asks the core for pages of the due list, and for what stands above it. */
class TodayPresenter(world: World, stage: Stage) : Presenter<TodayState, TodayEvent>(TodayState(), world, stage) {
    private val asked = mutableSetOf<Int>()
    private var here: LatLon? = null
    private var watching: Watching? = null

    override fun shown() {
        reload()
        if (state.order == Order.Near) watchPosition()
    }

    override fun hidden() {
        watching?.stop()
        watching = null
    }

    override fun on(event: TodayEvent) {
        when (event) {
            is TodayEvent.Seen -> page(event.at / DueList.PAGE)
            is TodayEvent.Open -> stage.go(Place.Household(event.household))
            is TodayEvent.Start -> work { stage.go(Place.Visit(world.core().start(event.household, Mode.ON_SITE).draft.id)) }
            is TodayEvent.GoOn -> stage.go(Place.Visit(event.draft))
            is TodayEvent.Search -> search(event.text)
            is TodayEvent.OrderBy -> orderBy(event.order)
            TodayEvent.Outbox -> stage.go(Place.Outbox)
            TodayEvent.Settings -> stage.go(Place.Settings)
        }
    }

    /** The first page anew; the others when they are seen again. */
    private fun reload() {
        asked.clear()
        asked += 0
        work {
            val today = world.core().today(ask(0))
            show(state.copy(frame = frameOf(today), list = DueList(today.matching.toInt(), mapOf(0 to today.rows))))
        }
    }

    private fun page(page: Int) {
        if (!asked.add(page)) return
        work {
            val today = world.core().today(ask(page))
            val list = state.list
            show(state.copy(list = DueList(today.matching.toInt(), list.pages + (page to today.rows))))
        }
    }

    private fun ask(page: Int) = TodayAsk(order(), DueFilter.ALL, (page * DueList.PAGE).toUInt(), DueList.PAGE.toUInt())

    private fun order(): DueOrder = here?.takeIf { state.order == Order.Near }?.let(::ByDistance) ?: ByNeed

    private fun frameOf(today: Today) = TodayFrame(
        subtitle = today.subtitle,
        headline = today.headline,
        households = today.households.toInt(),
        waiting = today.waiting.toInt(),
        waitingBytes = today.waitingBytes,
        drafts = emptyList(),
    )

    private fun search(text: String) {
        show(state.copy(search = text, found = if (text.isBlank()) null else state.found))
        if (text.isBlank()) return
        work {
            val found = world.core().search(text, FOUND)
            if (state.search == text) show(state.copy(found = found))
        }
    }

    private fun orderBy(order: Order) {
        if (order == Order.Near && world.platform.position.access() == Access.ToAsk) {
            stage.ask(Manifest.permission.ACCESS_FINE_LOCATION, Manifest.permission.ACCESS_COARSE_LOCATION)
        }
        show(state.copy(order = order, noDistance = null))
        if (order == Order.Near) {
            watchPosition()
        } else {
            watching?.stop()
            watching = null
        }
        reload()
    }

    /** Read only while the list is in the order of distance and in front. */
    private fun watchPosition() {
        watching?.stop()
        watching = world.platform.position.watch { now ->
            when (now) {
                is PositionNow.Fixed -> {
                    val first = here == null
                    here = LatLon(now.fix.lat, now.fix.lon)
                    show(state.copy(noDistance = null))
                    if (first) reload()
                }
                is PositionNow.Closed -> show(state.copy(noDistance = now.access))
                PositionNow.Searching -> Unit
            }
        }
    }

    private companion object {
        /** More than anybody reads; a longer word finds fewer. */
        const val FOUND: UInt = 50u
    }
}
