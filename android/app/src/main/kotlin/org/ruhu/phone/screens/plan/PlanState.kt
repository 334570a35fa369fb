package org.ruhu.phone.screens.plan

import android.os.Bundle
import org.ruhu.phone.R
import org.ruhu.phone.core.HelpKind
import org.ruhu.phone.core.Measure
import org.ruhu.phone.core.Plan
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.screens.putWord
import org.ruhu.phone.screens.word

/** 一户一策: what shall be done for a household in a year, and what came of it. */
data class PlanState(
    val thisYear: Int,
    val form: PlanForm,
    val head: String = "",
    /** What stands written, year by year; absent until the file has been read. */
    val written: List<Plan>? = null,
    val asked: Asked = Asked.NotYet,
    val goesOn: Boolean = false,
)

/** The plan being written: always whole. */
data class PlanForm(
    val year: Int,
    val measures: List<MeasureForm> = emptyList(),
    /** Which measure is being written; the others are a line each. */
    val open: Int? = null,
) {
    /** The first thing that keeps it from being saved. */
    fun missing(): Int? = when {
        measures.isEmpty() -> R.string.plan_empty
        measures.any { it.kind == null } -> R.string.plan_kind_missing
        measures.any { it.text.isBlank() } -> R.string.plan_text_missing
        else -> null
    }

    /** The measure at a place, written anew. */
    fun with(at: Int, change: (MeasureForm) -> MeasureForm): PlanForm =
        copy(measures = measures.mapIndexed { index, measure -> if (index == at) change(measure) else measure })

    fun kept() = Bundle().apply {
        putInt("year", year)
        putInt("open", open ?: NONE)
        putParcelableArrayList("measures", ArrayList(measures.map(MeasureForm::kept)))
    }

    companion object {
        private const val NONE = -1

        /** Of a plan that stands written. */
        fun of(plan: Plan) = PlanForm(plan.year, plan.measures.map { MeasureForm(it.kind, it.text, it.outcome.orEmpty()) })

        // The call that names the class is of API 33; this one works on every phone from 26 on.
        @Suppress("DEPRECATION")
        fun of(kept: Bundle) = PlanForm(
            year = kept.getInt("year"),
            measures = kept.getParcelableArrayList<Bundle>("measures").orEmpty().map(MeasureForm::of),
            open = kept.getInt("open").takeIf { it != NONE },
        )
    }
}

/** One measure being written. */
data class MeasureForm(val kind: HelpKind? = null, val text: String = "", val outcome: String = "") {
    fun measure(): Measure? = kind?.let { Measure(it, text.trim(), outcome.trim().ifEmpty { null }) }

    fun kept() = Bundle().apply {
        putWord("kind", kind)
        putString("text", text)
        putString("outcome", outcome)
    }

    companion object {
        fun of(kept: Bundle) =
            MeasureForm(kept.word("kind"), kept.getString("text").orEmpty(), kept.getString("outcome").orEmpty())
    }
}

/** What the cadre does on this screen. */
sealed interface PlanEvent {
    data class Year(val year: Int) : PlanEvent
    data object Add : PlanEvent
    data class Open(val at: Int) : PlanEvent
    data class Remove(val at: Int) : PlanEvent
    data class Kind(val at: Int, val kind: HelpKind) : PlanEvent
    data class Said(val at: Int, val text: String) : PlanEvent
    data class Outcome(val at: Int, val text: String) : PlanEvent
    data object Clear : PlanEvent
    data object Save : PlanEvent
    data object Back : PlanEvent
}
