package org.ruhu.phone.screens.correct

import android.os.Bundle
import org.ruhu.phone.R
import org.ruhu.phone.core.Changes
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.Living
import org.ruhu.phone.core.Look
import org.ruhu.phone.core.Met
import org.ruhu.phone.core.Statements
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.ui.LivingPart

/** 更正: what was stated of an earlier visit, put right. The old record stays; the new one names it and says why. */
data class CorrectState(
    val today: Day,
    /** As it stands now; absent until the file has been read. */
    val before: Statements? = null,
    val form: CorrectForm = CorrectForm(),
    val head: String = "",
    val day: Day? = null,
    val asked: Asked = Asked.NotYet,
    val goesOn: Boolean = false,
) {
    /** The first thing that keeps it from being saved. */
    fun missing(): Int? = when {
        form.statements == before -> R.string.correct_nothing_changed
        form.why.isBlank() -> R.string.correct_why_missing
        else -> null
    }
}

/** What is being written. */
data class CorrectForm(val statements: Statements = nothingStated(), val why: String = "") {
    fun kept() = Bundle().apply {
        putString("why", why)
        putStringArray("met", statements.met.map { it.name }.toTypedArray())
        LivingPart.entries.forEach { putString(it.name, it.of(statements.living)?.name) }
        SaidPart.entries.forEach { putString(it.name, it.of(statements)) }
    }

    companion object {
        fun of(kept: Bundle): CorrectForm {
            val met = kept.getStringArray("met").orEmpty().mapNotNull { name -> Met.entries.firstOrNull { it.name == name } }
            val living = LivingPart.entries.fold(nothingStated().living) { living, part ->
                part.with(living, Look.entries.firstOrNull { it.name == kept.getString(part.name) })
            }
            val begun = nothingStated().copy(met = met, living = living)
            val statements = SaidPart.entries.fold(begun) { stated, part -> part.with(stated, kept.getString(part.name)) }
            return CorrectForm(statements, kept.getString("why").orEmpty())
        }
    }
}

/** One of the texts that a correction may change. */
enum class SaidPart(val words: Int, val phrases: Int, val of: (Statements) -> String?, val with: (Statements, String?) -> Statements) {
    Income(
        R.string.correct_income,
        R.array.said_income,
        { it.changes.income },
        { all, text -> all.copy(changes = all.changes.copy(income = text)) },
    ),
    Work(R.string.correct_work, R.array.said_work, { it.changes.work }, { all, text -> all.copy(changes = all.changes.copy(work = text)) }),
    Health(
        R.string.correct_health,
        R.array.said_health,
        { it.changes.health },
        { all, text -> all.copy(changes = all.changes.copy(health = text)) },
    ),
    Problems(R.string.correct_problems, R.array.said_problems, { it.problems }, { all, text -> all.copy(problems = text) }),
    Measures(R.string.correct_measures, R.array.said_measures, { it.measures }, { all, text -> all.copy(measures = text) }),
    Note(R.string.correct_note, R.array.said_note, { it.note }, { all, text -> all.copy(note = text) }),
    NextStep(R.string.correct_next, R.array.said_next, { it.nextStep }, { all, text -> all.copy(nextStep = text) }),
}

/** Nothing said of anything. */
internal fun nothingStated() = Statements(
    met = emptyList(),
    living = Living(null, null, null, null, null, null),
    changes = Changes(null, null, null),
    problems = null,
    measures = null,
    note = null,
    nextStep = null,
)

/** Met or not met; nobody home stands alone. */
internal fun Statements.withMet(who: Met): Statements = copy(
    met = when {
        who in met -> met - who
        who == Met.NOBODY -> listOf(who)
        else -> Met.entries.filter { it != Met.NOBODY && (it in met || it == who) }
    },
)

/** A tap further: fine, a problem, not looked at. */
internal fun Look?.next(): Look? = when (this) {
    null -> Look.FINE
    Look.FINE -> Look.PROBLEM
    Look.PROBLEM -> null
}

/** What the cadre does on this screen. */
sealed interface CorrectEvent {
    data class MetSomebody(val who: Met) : CorrectEvent
    data class Looked(val part: LivingPart) : CorrectEvent
    data class Said(val part: SaidPart, val text: String) : CorrectEvent
    data class Why(val text: String) : CorrectEvent
    data object Clear : CorrectEvent
    data object Save : CorrectEvent
    data object Back : CorrectEvent
}
