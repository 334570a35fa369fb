package org.ruhu.phone.screens.problem

import android.os.Bundle
import org.ruhu.phone.R
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.HelpKind
import org.ruhu.phone.core.ProblemNow
import org.ruhu.phone.core.ProblemOrigin
import org.ruhu.phone.core.ProblemState
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.screens.putWord
import org.ruhu.phone.screens.word

/** 问题: a new one, or one that moved on. */
data class ProblemScreenState(
    val today: Day,
    val form: ProblemForm = ProblemForm(),
    val head: String = "",
    val known: Known = Known.New,
    val asked: Asked = Asked.NotYet,
    val goesOn: Boolean = false,
)

/** Which problem it is about. */
sealed interface Known {
    /** One that was just found. */
    data object New : Known

    /** One of the file, which has not been read yet. */
    data object Coming : Known

    /** One of the file, with what was. */
    data class There(val problem: ProblemNow) : Known
}

/** What is being written. */
data class ProblemForm(
    val origin: ProblemOrigin = ProblemOrigin.VISIT,
    val kind: HelpKind? = null,
    val text: String = "",
    val followUp: Day? = null,
    /** Where a known problem stands now. */
    val state: ProblemState? = null,
) {
    /** The first thing that keeps it from being saved. */
    fun missing(known: Known): Int? = when {
        known == Known.New && kind == null -> R.string.wrong_kind
        known != Known.New && state == null -> R.string.problem_state_missing
        text.isBlank() -> R.string.wrong_text
        else -> null
    }

    fun kept() = Bundle().apply {
        putWord("origin", origin)
        putWord("kind", kind)
        putString("text", text)
        putString("follow_up", followUp?.toString())
        putWord("state", state)
    }

    companion object {
        fun of(kept: Bundle) = ProblemForm(
            origin = kept.word("origin") ?: ProblemOrigin.VISIT,
            kind = kept.word("kind"),
            text = kept.getString("text").orEmpty(),
            followUp = kept.getString("follow_up")?.let(Day::parse),
            state = kept.word("state"),
        )
    }
}

/** What the cadre does on this screen. */
sealed interface ProblemEvent {
    data class Origin(val origin: ProblemOrigin) : ProblemEvent
    data class Kind(val kind: HelpKind) : ProblemEvent
    data class Said(val text: String) : ProblemEvent
    data class FollowUp(val day: Day?) : ProblemEvent
    data class State(val state: ProblemState) : ProblemEvent
    data object Clear : ProblemEvent
    data object Save : ProblemEvent
    data object Back : ProblemEvent
}
