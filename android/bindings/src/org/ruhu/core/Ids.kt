package org.ruhu.core

// The core's ids as types of their own: uniffi.toml of the core names them. Each is the text that crosses the binding; the
// core checks it when it comes back.

/** One signed record of a device. */
@JvmInline
value class RecordId(val text: String) {
    override fun toString() = text
}

/** A visit: the id of its first record; corrections keep it. */
@JvmInline
value class VisitId(val text: String) {
    override fun toString() = text

    /** The draft that this visit was: finishing it once more is finishing it once. */
    fun asDraft() = DraftId(text)
}

/** A draft, before it is a record; the visit that it becomes has the same text ([asVisit]). */
@JvmInline
value class DraftId(val text: String) {
    override fun toString() = text

    /** The visit that this draft becomes when it is finished. */
    fun asVisit() = VisitId(text)
}

/** A cadre of the township's roster. */
@JvmInline
value class CadreId(val text: String) {
    override fun toString() = text
}

/** A problem, from its finding to its closure. */
@JvmInline
value class ProblemId(val text: String) {
    override fun toString() = text
}

/** A household's number in the national register. */
@JvmInline
value class HouseholdNo(val text: String) {
    override fun toString() = text
}

/** A file's SHA-256, 64 hexadecimal digits. */
@JvmInline
value class Sha256(val text: String) {
    override fun toString() = text
}

/** A policy's id, as its file names it. */
@JvmInline
value class PolicyId(val text: String) {
    override fun toString() = text
}

/** A region's code: 2, 4, 6, 9 or 12 digits, from the province down to the village. */
@JvmInline
value class RegionCode(val text: String) {
    override fun toString() = text
}

/** A signing key, by its thumbprint. */
@JvmInline
value class KeyId(val text: String) {
    override fun toString() = text
}

/** A township's log. */
@JvmInline
value class LogId(val text: String) {
    override fun toString() = text
}
