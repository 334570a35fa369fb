package org.ruhu.phone.screens.household

import android.content.Context
import android.view.View
import org.ruhu.phone.R
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.HouseholdFile
import org.ruhu.phone.core.PlaceVersion
import org.ruhu.phone.ui.dayText
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.plural
import org.ruhu.phone.ui.section
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.wide
import org.ruhu.phone.ui.wordRes

/** Who lives there, in which class, at which risk, and who looks after them. */
internal fun Context.aboutCard(file: HouseholdFile, today: Day): View {
    val household = file.household
    val lines = listOfNotNull(
        household.people?.let { plural(R.plurals.household_people, it.toInt()) },
        file.due.`class`?.let { getString(R.string.household_class, getString(it.wordRes())) },
        household.risk.takeIf(String::isNotBlank)?.let { getString(R.string.household_risk, it) },
        file.cadres.takeIf { it.isNotEmpty() }?.let { cadres ->
            getString(
                R.string.household_cadres,
                cadres.joinToString("、") { listOf(it.name, it.unit).filter(String::isNotBlank).joinToString(" ") },
            )
        },
        getString(R.string.household_number, household.household),
    )
    val card = section(R.string.household_about)
    lines.forEach { card.addView(text(R.style.Text_Body, it)) }
    return card
}

/** Where it is, and how that is known. */
internal fun Context.placeCard(place: PlaceVersion?, today: Day, tell: (HouseholdEvent) -> Unit): View {
    if (place == null) return section(R.string.household_place, text(R.style.Text_Body, getString(R.string.household_place_none)))
    val words = if (place.learned) R.string.household_place_learned else R.string.household_place_set
    return section(
        R.string.household_place,
        text(R.style.Text_Body, getString(words, dayText(this, place.from, today))),
        smallButton(getString(R.string.household_place_map)) { tell(HouseholdEvent.Map) }.wide().margins(top = dp(8)),
    )
}
