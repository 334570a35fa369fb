package org.ruhu.phone.harness

import org.ruhu.phone.R
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.DraftId

// What tests of visits do again and again, in the words of the screens.

/** Begins the visit that the due list puts first, or goes on with it; answers whose home it is. */
fun Phone.startFirst(town: Town): TownHousehold {
    val begins = word(R.string.today_start, "")
    val words = reads().last { it.startsWith(begins) }
    tap(words)
    return town.households().filter { it.head in words }.maxBy { it.head.length }
}

/** Goes on with the one visit that was begun and not finished, as the due list offers it. */
fun Phone.goOn() {
    val begins = word(R.string.today_go_on, "").trimEnd('›', ' ', '\u00A0')
    tap(reads().first { it.startsWith(begins) })
}

/** Stands so many metres north of this home. */
fun Phone.standBefore(home: TownHousehold, metres: Double = 20.0, accuracy: Float = 8f) =
    standAt(checkNotNull(home.lat) + metres / 111_195.0, checkNotNull(home.lon), accuracy)

/** The drafts on this phone, newest first. */
fun Phone.drafts(): List<DraftId> = onCore { drafts().map { it.id } }

/** The newest draft as the core has it. */
fun Phone.draftNow(): Door = onCore { judge(drafts().first().id) }

/** The six of the living check, each tapped once. */
fun Phone.tapLiving() {
    val parts = listOf(
        R.string.living_food, R.string.living_clothing, R.string.living_schooling,
        R.string.living_medical, R.string.living_housing, R.string.living_water,
    )
    parts.forEach { tap(Eye.starting(views(), word(R.string.living_says, word(it), ""))) }
}

/** A word of the screens, in the language that they speak now. */
fun Phone.word(id: Int, vararg with: Any): String = activity.getString(id, *with).trim()

/** A signature of one stroke. */
fun Phone.drawOnPad() = drawOn(find(word(R.string.sign_pad)), 0.2f to 0.3f, 0.5f to 0.6f, 0.8f to 0.3f)
