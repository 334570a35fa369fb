package org.ruhu.phone

import org.ruhu.phone.core.DraftId
import org.ruhu.phone.core.HouseholdNo
import org.ruhu.phone.core.ProblemId
import org.ruhu.phone.core.VisitId

/** Where in the app the cadre is. Each place can be written down in a line and found again after the process was killed. */
sealed interface Place {
    /** The first screen: what is collected and why. */
    data object Consent : Place

    /** 登记 */
    data object Enrol : Place

    /** 今天 */
    data object Today : Place

    /** 一户一档 */
    data class Household(val household: HouseholdNo) : Place

    /** 走访: a visit begun. */
    data class Visit(val draft: DraftId) : Place

    /** 判定: why it does not count yet. */
    data class Verdict(val draft: DraftId) : Place

    /** After a visit was finished. */
    data class After(val visit: VisitId) : Place

    /** 更正: a correction of an earlier visit. */
    data class Correct(val household: HouseholdNo, val visit: VisitId) : Place

    /** 补录: a late entry is begun. */
    data class LateEntry(val household: HouseholdNo) : Place

    /** 帮扶记录, of a visit being made if one is named. */
    data class Help(val household: HouseholdNo, val visit: VisitId? = null) : Place

    /** 问题: a new one, or one that moves on. */
    data class Problem(val household: HouseholdNo, val problem: ProblemId? = null) : Place

    /** 一户一策 */
    data class Plan(val household: HouseholdNo) : Place

    /** 上传箱 */
    data object Outbox : Place

    /** 设置 */
    data object Settings : Place

    /** One line. */
    fun words(): String = when (this) {
        Consent -> "consent"
        Enrol -> "enrol"
        Today -> "today"
        is Household -> "household $household"
        is Visit -> "visit $draft"
        is Verdict -> "verdict $draft"
        is After -> "after $visit"
        is Correct -> "correct $household $visit"
        is LateEntry -> "late $household"
        is Help -> "help $household ${visit ?: ""}".trim()
        is Problem -> "problem $household ${problem ?: ""}".trim()
        is Plan -> "plan $household"
        Outbox -> "outbox"
        Settings -> "settings"
    }

    companion object {
        /** The place of a line; none if it is of another version of the app. */
        fun of(line: String): Place? {
            val words = line.split(' ')
            val first = words.getOrNull(1)
            val second = words.getOrNull(2)
            val home = first?.let(::HouseholdNo)
            return when (words[0]) {
                "consent" -> Consent
                "enrol" -> Enrol
                "today" -> Today
                "household" -> home?.let(::Household)
                "visit" -> first?.let { Visit(DraftId(it)) }
                "verdict" -> first?.let { Verdict(DraftId(it)) }
                "after" -> first?.let { After(VisitId(it)) }
                "correct" -> if (home != null && second != null) Correct(home, VisitId(second)) else null
                "late" -> home?.let(::LateEntry)
                "help" -> home?.let { Help(it, second?.let(::VisitId)) }
                "problem" -> home?.let { Problem(it, second?.let(::ProblemId)) }
                "plan" -> home?.let(::Plan)
                "outbox" -> Outbox
                "settings" -> Settings
                else -> null
            }
        }
    }
}
