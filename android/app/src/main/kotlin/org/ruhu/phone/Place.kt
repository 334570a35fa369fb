package org.ruhu.phone

/** Where in the app the cadre is. Each place can be written down in a line and found again after the process was killed. */
sealed interface Place {
    /** The first screen: what is collected and why. */
    data object Consent : Place

    /** 登记 */
    data object Enrol : Place

    /** 今天 */
    data object Today : Place

    /** 一户一档 */
    data class Household(val household: String) : Place

    /** 走访: a visit begun. */
    data class Visit(val draft: String) : Place

    /** 判定: why it does not count yet. */
    data class Verdict(val draft: String) : Place

    /** After a visit was finished. */
    data class After(val visit: String) : Place

    /** 更正: a correction of an earlier visit. */
    data class Correct(val household: String, val visit: String) : Place

    /** 补录: a late entry is begun. */
    data class LateEntry(val household: String) : Place

    /** 帮扶记录, of a visit being made if one is named. */
    data class Help(val household: String, val visit: String? = null) : Place

    /** 问题: a new one, or one that moves on. */
    data class Problem(val household: String, val problem: String? = null) : Place

    /** 一户一策 */
    data class Plan(val household: String) : Place

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
            return when (words[0]) {
                "consent" -> Consent
                "enrol" -> Enrol
                "today" -> Today
                "household" -> first?.let(::Household)
                "visit" -> first?.let(::Visit)
                "verdict" -> first?.let(::Verdict)
                "after" -> first?.let(::After)
                "correct" -> if (first != null && second != null) Correct(first, second) else null
                "late" -> first?.let(::LateEntry)
                "help" -> first?.let { Help(it, second) }
                "problem" -> first?.let { Problem(it, second) }
                "plan" -> first?.let(::Plan)
                "outbox" -> Outbox
                "settings" -> Settings
                else -> null
            }
        }
    }
}
