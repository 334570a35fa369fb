package org.ruhu.phone.ui

import android.content.Context
import android.widget.TextView
import org.ruhu.phone.R
import org.ruhu.phone.core.DueRow
import org.ruhu.phone.core.State
import org.ruhu.phone.core.Verdict

/** How a state looks: never colour alone, always with its sign and its word. */
enum class Tone(val sign: String, val ink: Int, val soft: Int) {
    Met("✓", R.color.met, R.color.met_soft),
    Wait("⋯", R.color.wait, R.color.wait_soft),
    Due("!", R.color.due, R.color.due_soft),
    Miss("×", R.color.miss, R.color.miss_soft),
    Rest("–", R.color.rest, R.color.rest_soft),
}

/** A small rounded label: "! 还剩 9 天". */
fun Context.tag(tone: Tone = Tone.Rest, words: CharSequence = ""): TextView = text(R.style.Text_Tag).apply {
    inside(dp(10), dp(3))
    toned(tone, words)
}

/** Changes a tag. */
fun TextView.toned(tone: Tone, words: CharSequence) {
    text = if (words.isEmpty()) tone.sign else keepEndWhole("${tone.sign} $words")
    setTextColor(context.getColor(tone.ink))
    background = context.ground(tone.soft, corner = R.dimen.corner_button)
}

/** The tone of a household in the due list. */
fun DueRow.tone(): Tone = when (state) {
    State.MISSED, State.LOST -> Tone.Miss
    State.DUE -> Tone.Due
    State.MET -> Tone.Met
    State.NOT_REQUIRED -> Tone.Rest
    State.ON_TRACK -> if (pending > 0u) Tone.Wait else Tone.Rest
}

/** The tone of a verdict. */
fun Verdict.tone(): Tone = when (this) {
    Verdict.COUNTS -> Tone.Met
    Verdict.NEEDS_REVIEW -> Tone.Wait
    Verdict.DOES_NOT_COUNT -> Tone.Due
}
