package org.ruhu.phone.screens.household

import android.content.Intent
import android.net.Uri
import org.ruhu.phone.Place
import org.ruhu.phone.R
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.HouseholdNo
import org.ruhu.phone.core.LatLon
import org.ruhu.phone.core.Mode
import org.ruhu.phone.core.Urgency
import org.ruhu.phone.core.isNotFound
import org.ruhu.phone.maps.MapApp
import org.ruhu.phone.maps.mapApps
import org.ruhu.phone.platform.Launched
import org.ruhu.phone.road.SendingNow
import org.ruhu.phone.screens.Presenter
import org.ruhu.phone.ui.Fold
import org.ruhu.phone.ui.dayOf
import org.ruhu.phone.ui.toast

/** Reads the file in one call, and leads from it to everything that can be done for the household. */
class HouseholdPresenter(private val household: HouseholdNo, session: Session, stage: Stage) :
    Presenter<HouseholdState, HouseholdEvent>(HouseholdState(dayOf(session.platform.clocks.wall())), session, stage) {

    private var heard: SendingNow = SendingNow.Idle(null)

    /** What was uploaded meanwhile shows at once. */
    private val sending: (SendingNow) -> Unit = { now ->
        val ended = now !== heard && now is SendingNow.Idle && now.ended != null
        heard = now
        if (ended) reload()
    }

    override fun shown() {
        heard = session.sending.now
        session.sending.watch(sending)
        reload()
    }

    override fun hidden() = session.sending.unwatch(sending)

    override fun on(event: HouseholdEvent) {
        when (event) {
            HouseholdEvent.Start -> work {
                stage.go(Place.Visit(session.core().start(household, Mode.ON_SITE).draft.id))
            }
            is HouseholdEvent.GoOn -> stage.go(Place.Visit(event.draft))
            HouseholdEvent.GiveHelp -> stage.go(Place.Help(household))
            HouseholdEvent.FindProblem -> stage.go(Place.Problem(household))
            is HouseholdEvent.MoveProblem -> stage.go(Place.Problem(household, event.problem.now.problem))
            HouseholdEvent.LateEntry -> stage.go(Place.LateEntry(household))
            HouseholdEvent.Plan -> stage.go(Place.Plan(household))
            is HouseholdEvent.Correct -> stage.go(Place.Correct(household, event.visit.visit))
            is HouseholdEvent.Notice -> work {
                session.core().notice(household, NOTICE_VERSION, event.how.word)
                session.sending.send(Urgency.BY_ITSELF)
                reload()
            }
            HouseholdEvent.Dial -> dial()
            HouseholdEvent.Map -> map()
            is HouseholdEvent.MapIn -> place()?.let { open(event.app.at(it)) }
            HouseholdEvent.MapsShown -> show(state.copy(maps = emptyList()))
            HouseholdEvent.Unfold -> show(state.copy(account = if (state.account == Fold.Open) Fold.Closed else Fold.Open))
            HouseholdEvent.Back -> stage.back()
        }
    }

    private fun reload() {
        work {
            val file = session.core().household(household)
            show(state.copy(file = file, today = dayOf(session.platform.clocks.wall()), gone = null))
        }
    }

    /** A household that is not known here any more is no error of anybody: the page says so. */
    override fun failed(trouble: AppException) {
        if (trouble is FixThis && trouble.isNotFound) {
            show(state.copy(file = null, gone = trouble.text))
        } else {
            super.failed(trouble)
        }
    }

    /** The number goes into the dialler; the cadre presses the green button there. */
    private fun dial() {
        val phone = state.file?.household?.phone.orEmpty()
        if (phone.isNotEmpty()) open(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", phone, null)))
    }

    private fun place(): LatLon? = state.file?.household?.place?.let { LatLon(it.lat, it.lon) }

    private fun map() {
        val place = place() ?: return
        val apps: List<MapApp> = mapApps(stage.activity.packageManager)
        if (apps.size > 1) {
            show(state.copy(maps = apps))
        } else {
            open((apps.firstOrNull() ?: MapApp.ANY).at(place))
        }
    }

    private fun open(intent: Intent) {
        if (stage.launch(intent) == Launched.NobodyThere) toast(stage.activity, R.string.nothing_there)
    }
}
