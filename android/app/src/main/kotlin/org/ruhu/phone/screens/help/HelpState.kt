package org.ruhu.phone.screens.help

import android.os.Bundle
import org.ruhu.phone.R
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.HelpKind
import org.ruhu.phone.core.PhotoView
import org.ruhu.phone.core.Sha256
import org.ruhu.phone.screens.Asked
import org.ruhu.phone.screens.photos.Incoming
import org.ruhu.phone.screens.photos.LargePhoto
import org.ruhu.phone.screens.putWord
import org.ruhu.phone.screens.word
import org.ruhu.phone.ui.AmountTyped
import org.ruhu.phone.ui.readYuan

/** 帮扶记录 */
data class HelpState(
    val today: Day,
    val form: HelpForm,
    val head: String = "",
    /** Kept by the core as soon as they are taken. */
    val photos: List<PhotoView> = emptyList(),
    val incoming: Incoming = Incoming(),
    val large: LargePhoto? = null,
    val asked: Asked = Asked.NotYet,
    /** It was begun before and goes on now. */
    val goesOn: Boolean = false,
)

/** What is being written. */
data class HelpForm(
    val day: Day,
    val kind: HelpKind? = null,
    val text: String = "",
    /** As typed, in yuan. */
    val amount: String = "",
    val followUp: Day? = null,
) {
    /** What is wrong with the amount. */
    fun amountWrong(): Int? = when (readYuan(amount)) {
        AmountTyped.None, is AmountTyped.Fen -> null
        AmountTyped.NoNumber -> R.string.amount_no_number
        AmountTyped.BelowZero -> R.string.amount_below_zero
        AmountTyped.TooFine -> R.string.amount_too_fine
        AmountTyped.TooMuch -> R.string.amount_too_much
    }

    /** The first thing that keeps it from being saved. */
    fun missing(): Int? = when {
        kind == null -> R.string.wrong_kind
        text.isBlank() -> R.string.wrong_text
        else -> amountWrong()
    }

    fun kept() = Bundle().apply {
        putString("day", day.toString())
        putWord("kind", kind)
        putString("text", text)
        putString("amount", amount)
        putString("follow_up", followUp?.toString())
    }

    companion object {
        fun of(kept: Bundle, today: Day) = HelpForm(
            day = kept.getString("day")?.let(Day::parse) ?: today,
            kind = kept.word("kind"),
            text = kept.getString("text").orEmpty(),
            amount = kept.getString("amount").orEmpty(),
            followUp = kept.getString("follow_up")?.let(Day::parse),
        )
    }
}

/** What the cadre does on this screen. */
sealed interface HelpEvent {
    data class Kind(val kind: HelpKind) : HelpEvent
    data class Said(val text: String) : HelpEvent
    data class Amount(val typed: String) : HelpEvent
    data class On(val day: Day) : HelpEvent
    data class FollowUp(val day: Day?) : HelpEvent
    data object TakePhoto : HelpEvent
    data class SeePhoto(val original: Sha256) : HelpEvent
    data object ClosePhoto : HelpEvent
    data class RemovePhoto(val original: Sha256) : HelpEvent
    data object Clear : HelpEvent
    data object Save : HelpEvent
    data object Back : HelpEvent
}
