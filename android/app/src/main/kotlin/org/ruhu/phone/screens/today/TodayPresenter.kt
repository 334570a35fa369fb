package org.ruhu.phone.screens.today

import android.Manifest
import org.ruhu.phone.Place
import org.ruhu.phone.Question
import org.ruhu.phone.R
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.ByDistance
import org.ruhu.phone.core.ByNeed
import org.ruhu.phone.core.CompanionAsk
import org.ruhu.phone.core.DraftId
import org.ruhu.phone.core.DueFilter
import org.ruhu.phone.core.DueOrder
import org.ruhu.phone.core.LatLon
import org.ruhu.phone.core.Mode
import org.ruhu.phone.core.Today
import org.ruhu.phone.core.TodayAsk
import org.ruhu.phone.core.Urgency
import org.ruhu.phone.core.VisitId
import org.ruhu.phone.platform.Access
import org.ruhu.phone.platform.PositionNow
import org.ruhu.phone.platform.Watching
import org.ruhu.phone.road.NewerNow
import org.ruhu.phone.road.SendingNow
import org.ruhu.phone.screens.Presenter
import org.ruhu.phone.ui.Fold

/** Asks the core for pages of the due list, and for what stands above it. */
class TodayPresenter(session: Session, stage: Stage) : Presenter<TodayState, TodayEvent>(TodayState(), session, stage) {
    private val asked = mutableSetOf<Int>()
    private var here: LatLon? = null
    private var watching: Watching? = null
    private var heard: SendingNow = SendingNow.Idle(null)

    override fun shown() {
        heard = session.sending.now
        session.sending.watch(sending)
        session.newer.watch(newer)
        reload()
        if (state.order == Order.Near) watchPosition()
    }

    override fun hidden() {
        session.sending.unwatch(sending)
        session.newer.unwatch(newer)
        stopWatching()
    }

    override fun on(event: TodayEvent) {
        when (event) {
            is TodayEvent.Seen -> page(event.at / DueList.PAGE)
            is TodayEvent.Open -> stage.go(Place.Household(event.household))
            is TodayEvent.Start -> work { stage.go(Place.Visit(session.core().start(event.household, Mode.ON_SITE).draft.id)) }
            is TodayEvent.GoOn -> stage.go(Place.Visit(event.draft))
            is TodayEvent.ThrowAway -> throwAway(event.draft)
            is TodayEvent.GoOnHelping -> stage.go(Place.Help(event.household, null))
            is TodayEvent.WasThere -> answer(event.visit, WasThere.Yes)
            is TodayEvent.WasNotThere -> askOnceMore(event.ask)
            TodayEvent.OpenSearch -> openSearch()
            is TodayEvent.Search -> search(event.text)
            is TodayEvent.OrderBy -> orderBy(event.order)
            TodayEvent.AllDrafts -> show(state.copy(drafts = Fold.Open))
            TodayEvent.Fetch -> session.sending.send(Urgency.ASKED)
            TodayEvent.Outbox -> stage.go(Place.Outbox)
            TodayEvent.Settings -> stage.go(Place.Settings)
        }
    }

    /** A run of sending brings what is new and takes what waits: the page follows it. */
    private val sending: (SendingNow) -> Unit = { now ->
        val ended = now !== heard && now is SendingNow.Idle && now.ended != null
        heard = now
        show(state.copy(sending = now))
        if (ended) reload()
    }

    private val newer: (NewerNow) -> Unit = { now ->
        show(state.copy(newer = if (now == NewerNow.None) News.None else News.Some))
    }

    /** The first page anew; the others when they are seen again, so that the list stays where it was. */
    private fun reload() {
        asked.clear()
        asked += 0
        work {
            val today = session.core().today(requestOf(0))
            show(state.copy(frame = frameOf(today), list = state.list.with(0, today.rows, today.matching.toInt())))
            if (state.search.isNotBlank()) search(state.search)
        }
    }

    private fun page(page: Int) {
        if (!asked.add(page)) return
        work {
            val today = session.core().today(requestOf(page))
            show(state.copy(list = state.list.with(page, today.rows, today.matching.toInt())))
            // What was let go may be asked for again.
            asked.retainAll { it in state.list.pages || it > page }
        }
    }

    private fun requestOf(page: Int) = TodayAsk(order(), DueFilter.ALL, (page * DueList.PAGE).toUInt(), DueList.PAGE.toUInt())

    private fun order(): DueOrder = here?.takeIf { state.order == Order.Near }?.let(::ByDistance) ?: ByNeed

    private fun frameOf(today: Today) = TodayFrame(
        today = today.on,
        subtitle = today.subtitle,
        headline = today.headline,
        update = today.update,
        households = today.households.toInt(),
        toVisit = today.toVisit.toInt(),
        waiting = today.waiting.toInt(),
        waitingBytes = today.waitingBytes,
        stuck = today.stuck.toInt(),
        drafts = today.drafts,
        help = today.helpBegun,
        asked = today.asked,
    )

    private fun throwAway(draft: DraftId) {
        val context = stage.activity
        val question = Question(
            context.getString(R.string.visit_cancel_title),
            context.getString(R.string.today_unreadable_text),
            context.getString(R.string.visit_cancel_yes),
            context.getString(R.string.today_unreadable_keep),
        )
        stage.confirm(question) {
            work {
                session.core().cancel(draft)
                reload()
            }
        }
    }

    /** A "no" throws doubt on a colleague's visit: it is asked once more. */
    private fun askOnceMore(ask: CompanionAsk) {
        val words = stage.activity
        stage.confirm(
            Question(
                words.getString(R.string.today_asked_sure, ask.by),
                words.getString(R.string.today_asked_sure_words),
                words.getString(R.string.today_asked_no),
                words.getString(R.string.cancel),
            ),
        ) { answer(ask.visit, WasThere.No) }
    }

    private fun answer(visit: VisitId, was: WasThere) = work {
        session.core().answerCompanion(visit, was == WasThere.Yes)
        reload()
        session.sending.send(Urgency.BY_ITSELF)
    }

    private enum class WasThere { Yes, No }

    /** Opened for a look; closed again it looks for nothing. */
    private fun openSearch() {
        if (state.searching == Fold.Open) {
            show(state.copy(searching = Fold.Closed, search = "", found = null))
        } else {
            show(state.copy(searching = Fold.Open))
        }
    }

    private fun search(text: String) {
        show(state.copy(search = text, found = if (text.isBlank()) null else state.found))
        if (text.isBlank()) return
        work {
            val found = session.core().search(text, FOUND)
            if (state.search == text) show(state.copy(found = found))
        }
    }

    private fun orderBy(order: Order) {
        if (order == state.order) return
        if (order == Order.Near && session.platform.position.access() == Access.ToAsk) {
            stage.askPermissions(Manifest.permission.ACCESS_FINE_LOCATION, Manifest.permission.ACCESS_COARSE_LOCATION)
        }
        show(state.copy(order = order, noDistance = null))
        if (order == Order.Near) watchPosition() else stopWatching()
        // What is here stands in the other order: it goes at once.
        show(state.copy(list = DueList(state.list.size)))
        reload()
    }

    private fun stopWatching() {
        watching?.stop()
        watching = null
    }

    /** Read only while the list is in the order of distance and in front; the first fix of each look orders the list. */
    private fun watchPosition() {
        stopWatching()
        var first = true
        watching = session.platform.position.watch { now ->
            when (now) {
                is PositionNow.Fixed -> {
                    here = LatLon(now.fix.lat, now.fix.lon)
                    show(state.copy(noDistance = null))
                    if (first) reload()
                    first = false
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
