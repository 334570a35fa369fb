package org.ruhu.phone.ui

// Where a line may not end: inside a date or between a number and its unit, and before the sign that says "goes on".

private const val NO_BREAK_SPACE = "\u00A0"

/** Has no width; the line does not end where it stands. */
private const val WORD_JOINER = "\u2060"

/** "12 月", "月 26", "31 March", "March 2027": what is separated by a space and read as one. */
private val SPACED = Regex("(?<=[0-9]) (?=[\\p{IsHan}A-Za-z])|(?<=[年月]) (?=[0-9])|(?<=[A-Z][a-z]{2,8}) (?=[0-9]{4}(?![0-9]))")

/** "11月9日": the places between a number and 年, 月 or 日, where a line could end though nothing stands between them. */
private val JOINED = Regex("(?<=[0-9])(?=[年月日])|(?<=[年月])(?=[0-9])")

/** The same words, in which no line ends inside a date or between a number and its unit. */
fun keepDatesWhole(words: String): String = words.replace(SPACED, NO_BREAK_SPACE).replace(JOINED, WORD_JOINER)

/** The same words, whose last Chinese word never stands in a line by half: its last two signs stay together. */
fun keepEndWhole(words: String): String = words.replace(LAST_TWO, WORD_JOINER)

/** The place before the last Han character, its punctuation and the sign that leads on. */
private val LAST_TWO = Regex("(?<=\\p{IsHan})(?=\\p{IsHan}[。！？]?(?:\u00A0›)?$)")

/** The words with the sign that a tap leads on; the sign never stands alone in a line. */
fun leadsOn(words: String): String = "$words$NO_BREAK_SPACE›"
