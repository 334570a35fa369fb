package org.ruhu.phone.ui

import android.content.Context
import org.ruhu.phone.R
import org.ruhu.phone.core.Living
import org.ruhu.phone.core.Look
import org.ruhu.phone.core.Met
import org.ruhu.phone.core.Mode
import org.ruhu.phone.core.Statements

// What was stated of a visit, in words.

/** The word of a way of visiting. */
fun Mode.wordRes(): Int = when (this) {
    Mode.ON_SITE -> R.string.mode_on_site
    Mode.PHONE -> R.string.mode_phone
    Mode.VIDEO -> R.string.mode_video
}

/** The word of somebody met. */
fun Met.wordRes(): Int = when (this) {
    Met.HOUSEHOLDER -> R.string.met_householder
    Met.SPOUSE -> R.string.met_spouse
    Met.ELDER -> R.string.met_elder
    Met.CHILD -> R.string.met_child
    Met.OTHER -> R.string.met_other
    Met.NOBODY -> R.string.met_nobody
}

/** One of the six looks of the living check. */
enum class LivingPart(val words: Int, val of: (Living) -> Look?, val with: (Living, Look?) -> Living) {
    Food(R.string.living_food, { it.food }, { living, look -> living.copy(food = look) }),
    Clothing(R.string.living_clothing, { it.clothing }, { living, look -> living.copy(clothing = look) }),
    Schooling(R.string.living_schooling, { it.schooling }, { living, look -> living.copy(schooling = look) }),
    Medical(R.string.living_medical, { it.medical }, { living, look -> living.copy(medical = look) }),
    Housing(R.string.living_housing, { it.housing }, { living, look -> living.copy(housing = look) }),
    Water(R.string.living_water, { it.water }, { living, look -> living.copy(water = look) }),
}

/** The statements line by line, as a file shows them; nothing for what was not said. */
fun Statements.lines(context: Context): List<String> = listOfNotNull(
    met.takeIf { it.isNotEmpty() }?.let { all ->
        context.getString(R.string.stated_met, all.joinToString("、") { context.getString(it.wordRes()) }.listed(context))
    },
    livingLine(context, Look.PROBLEM, R.string.stated_wrong),
    livingLine(context, Look.FINE, R.string.stated_fine),
    said(context, R.string.stated_income, changes.income),
    said(context, R.string.stated_work, changes.work),
    said(context, R.string.stated_health, changes.health),
    said(context, R.string.stated_problems, problems),
    said(context, R.string.stated_measures, measures),
    said(context, R.string.stated_note, note),
    said(context, R.string.stated_next, nextStep),
)

private fun Statements.livingLine(context: Context, look: Look, words: Int): String? {
    val parts = LivingPart.entries.filter { it.of(living) == look }
    if (parts.isEmpty()) return null
    return context.getString(words, parts.joinToString("、") { context.getString(it.words) }.listed(context))
}

private fun said(context: Context, words: Int, text: String?): String? =
    text?.takeIf { it.isNotBlank() }?.let { context.getString(words, it) }

/** Chinese lists with its own comma, English with its. */
private fun String.listed(context: Context): String = if (isChinese(context)) this else replace("、", ", ")
