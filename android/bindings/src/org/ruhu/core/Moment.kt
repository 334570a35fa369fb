package org.ruhu.core

import java.time.Instant

/** A moment: milliseconds since 1970 (UTC). Whose clock said it stands where the moment stands. */
@JvmInline
value class Moment(val millis: Long) : Comparable<Moment> {
    /** So many milliseconds later. */
    operator fun plus(millis: Long) = Moment(this.millis + millis)

    /** So many milliseconds earlier. */
    operator fun minus(millis: Long) = Moment(this.millis - millis)

    /** Milliseconds from the earlier moment to this one. */
    operator fun minus(earlier: Moment): Long = millis - earlier.millis

    override fun compareTo(other: Moment): Int = millis.compareTo(other.millis)

    /** As the library counts time. */
    fun toInstant(): Instant = Instant.ofEpochMilli(millis)

    /** The milliseconds: names of files and lines of places are made of it. */
    override fun toString() = millis.toString()

    companion object {
        /** The moment of the library's instant. */
        fun of(instant: Instant) = Moment(instant.toEpochMilli())
    }
}
