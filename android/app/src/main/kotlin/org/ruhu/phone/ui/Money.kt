package org.ruhu.phone.ui

import java.math.BigDecimal
import java.text.DecimalFormat
import java.text.DecimalFormatSymbols
import java.util.Locale

// Money is typed in yuan and kept in fen, exactly: no floating point comes near it.

/** What was typed as an amount. */
sealed interface AmountTyped {
    /** Nothing was typed: no money. */
    data object None : AmountTyped

    /** An amount. */
    data class Fen(val fen: Long) : AmountTyped

    /** It is no number. */
    data object NoNumber : AmountTyped

    /** Less than nothing. */
    data object BelowZero : AmountTyped

    /** More than two places after the point: there is no smaller coin than a fen. */
    data object TooFine : AmountTyped

    /** More than a hundred million yuan: a slip of the finger. */
    data object TooMuch : AmountTyped
}

private val MOST = BigDecimal("100000000")

/** Reads an amount in yuan; full-width digits, a sign of yuan and commas between thousands are understood. */
fun readYuan(typed: String): AmountTyped {
    val plain = typed.map(::plain).joinToString("").trim().removePrefix("¥").removeSuffix("元").replace(",", "").trim()
    if (plain.isEmpty()) return AmountTyped.None
    if (!plain.matches(Regex("-?(\\d+\\.?\\d*|\\.\\d+)"))) return AmountTyped.NoNumber
    val yuan = BigDecimal(plain)
    return when {
        yuan.signum() < 0 -> AmountTyped.BelowZero
        yuan > MOST -> AmountTyped.TooMuch
        yuan.stripTrailingZeros().scale() > 2 -> AmountTyped.TooFine
        else -> AmountTyped.Fen(yuan.movePointRight(2).longValueExact())
    }
}

/** "1,200 元" without its word: "1,200", "0.50". */
fun yuanText(fen: Long): String {
    val pattern = if (fen % 100 == 0L) "#,##0" else "#,##0.00"
    return DecimalFormat(pattern, DecimalFormatSymbols(Locale.ROOT)).format(BigDecimal(fen).movePointLeft(2))
}

/** Full-width digits and signs as keyboards of Chinese phones write them. */
private fun plain(char: Char): Char = when (char) {
    in '０'..'９' -> '0' + (char - '０')
    '．', '。' -> '.'
    '，' -> ','
    '￥' -> '¥'
    '－' -> '-'
    else -> char
}
