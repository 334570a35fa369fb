package org.ruhu.phone.screens.enrol

import org.ruhu.phone.core.Me
import org.ruhu.phone.core.ServerShown
import org.ruhu.phone.core.Text

/** 登记: this phone becomes a cadre's. */
data class EnrolState(
    val step: EnrolStep = EnrolStep.Choose,
    val typed: Typed = Typed(),
    /** What went wrong last, until something else is tried. */
    val trouble: EnrolTrouble? = null,
    /** Why it is done again; absent the first time. */
    val again: Again? = null,
)

/** How far it is. */
sealed interface EnrolStep {
    /** Scan or type. */
    data object Choose : EnrolStep

    /** The photo is being read. */
    data object Reading : EnrolStep

    /** Address and code are typed. */
    data object Typing : EnrolStep

    /** The address is being asked who answers there. */
    data object Asking : EnrolStep

    /** Six words, to compare with the sheet: nothing has been sent with the code yet. */
    data class Compare(val server: ServerShown) : EnrolStep

    /** The code is on its way. */
    data object Enrolling : EnrolStep

    /** It could not be reached, or it refused: the same code may be tried again. */
    data object Failed : EnrolStep

    /** Done; the list is coming. */
    data class Done(val me: Me, val list: ListComes) : EnrolStep
}

/** What is typed. */
data class Typed(val address: String = "", val first: String = "", val second: String = "") {
    val code: String get() = first + second

    /** A whole code put into the first field spreads over both. */
    fun first(text: String): Typed {
        val plain = plain(text)
        return if (plain.length <= HALF) copy(first = plain) else copy(first = plain.take(HALF), second = plain.drop(HALF))
    }

    companion object {
        /** A code is written in two groups. */
        const val HALF = 5
    }
}

/** Without the blanks and dashes that people write between. */
internal fun plain(code: String): String = code.filter(Char::isLetterOrDigit)

/** The household list on its way. */
sealed interface ListComes {
    data class Coming(val households: Int) : ListComes
    data class There(val households: Int) : ListComes

    /** It will come by itself; this is why not now. */
    data class Later(val why: Text?) : ListComes
}

/** What went wrong. */
sealed interface EnrolTrouble {
    /** The core's words. */
    data class FromCore(val text: Text) : EnrolTrouble

    /** A string resource. */
    data class Own(val words: Int) : EnrolTrouble

    /** The code has another number of characters than ten. */
    data class CodeLength(val typed: Int) : EnrolTrouble
}

/** Why a phone that was enrolled is enrolled again. */
enum class Again {
    /** The township does not know it any more, or its key was renewed. What was written is here. */
    Known,
}

/** What the cadre does. */
sealed interface EnrolEvent {
    data object Scan : EnrolEvent
    data object Type : EnrolEvent
    data class Address(val text: String) : EnrolEvent
    data class First(val text: String) : EnrolEvent
    data class Second(val text: String) : EnrolEvent
    data object Ask : EnrolEvent
    data object Same : EnrolEvent
    data object Different : EnrolEvent
    data object Again : EnrolEvent
    data object Enter : EnrolEvent
}
