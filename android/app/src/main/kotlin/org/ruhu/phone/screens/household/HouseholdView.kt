package org.ruhu.phone.screens.household

import android.app.AlertDialog
import android.content.Context
import android.view.View
import org.ruhu.phone.R
import org.ruhu.phone.core.DraftId
import org.ruhu.phone.core.HouseholdFile
import org.ruhu.phone.screens.Showing
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.text

/** The household's page: what is owed first, then what can be done, then what is known and what was. */
class HouseholdView(private val context: Context, private val tell: (HouseholdEvent) -> Unit) : Showing<HouseholdState> {
    private val page = Page(context)
    private var draft: DraftId? = null
    private val start = context.mainButton(context.getString(R.string.household_start)) {
        tell(draft?.let(HouseholdEvent::GoOn) ?: HouseholdEvent.Start)
    }
    private var shown: HouseholdState? = null

    override val view: View get() = page.view

    init {
        page.backButton { tell(HouseholdEvent.Back) }
        page.bottom.addView(start)
        start.shownIf(false)
    }

    override fun show(state: HouseholdState) {
        val before = shown
        shown = state
        if (state.maps.isNotEmpty() && before?.maps != state.maps) chooseMap(state)
        if (before?.copy(maps = state.maps) == state && page.content.childCount > 0) return
        val file = state.file
        start.shownIf(file != null)
        page.content.removeAllViews()
        if (file != null) {
            show(file, state)
        } else {
            state.gone?.let { page.content.addView(context.text(R.style.Text_Strong, it.here(context))) }
        }
    }

    private fun show(file: HouseholdFile, state: HouseholdState) {
        draft = file.due.draft
        start.setText(if (draft == null) R.string.household_start else R.string.household_go_on)
        page.title(context.getString(R.string.home_of, file.household.head))
        val where = listOf(file.household.villageName, file.household.group).filter(String::isNotEmpty).distinct()
        page.subtitle(context.getString(R.string.household_subtitle, where.joinToString(" ")))
        listOf(
            context.owedCard(file, state, tell),
            context.doCard(tell),
            context.aboutCard(file, state.today),
            context.phoneCard(file.household.phone, tell),
            context.placeCard(file.household.place, state.today, tell),
            context.problemsCard(file.problems, state.today, tell),
            context.visitsCard(file.visits, state.today, tell),
            context.helpCard(file.help, state.today),
            context.planCard(file.plans, state.today, tell),
            context.noticeCard(file.notices, state.today, tell),
        ).forEach(page.content::addView)
    }

    private fun chooseMap(state: HouseholdState) {
        AlertDialog.Builder(context)
            .setTitle(R.string.household_place_which)
            .setItems(state.maps.map { it.name }.toTypedArray()) { _, at -> tell(HouseholdEvent.MapIn(state.maps[at])) }
            .setNegativeButton(R.string.cancel, null)
            .setOnDismissListener { tell(HouseholdEvent.MapsShown) }
            .show()
    }
}
