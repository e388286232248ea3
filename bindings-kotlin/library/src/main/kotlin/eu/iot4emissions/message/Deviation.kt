package eu.iot4emissions.message

/**
 * How an accepted payload deviates from the canonical forms (P-5.4).
 *
 * @property text the code in its stable form
 */
public enum class DeviationCode(public val text: String) {
    /** A number as a string. */
    NUMBER_AS_STRING("number-as-string"),

    /** A string as a number. */
    STRING_AS_NUMBER("string-as-number"),

    /** A member's name as one of the report's tables has it. */
    TABLE_NAME("table-name"),

    /** A state in another spelling. */
    SPELLING("spelling"),

    /** Not exactly one decimal. */
    PRECISION("precision"),

    /** A member that the protocol does not know. */
    UNKNOWN_MEMBER("unknown-member"),

    /** Snapshots that do not ascend. */
    UNORDERED("unordered"),

    /** Free text in place of `error`. */
    FREE_TEXT_STATE("free-text-state"),

    /** `null` where a member is absent. */
    NULL_MEMBER("null-member"),
}

/**
 * One deviation (P-5.4).
 *
 * @property code what it is
 * @property pointer where, as a JSON Pointer (RFC 6901)
 * @property clause the place in the report that shows the form, or the rule that takes it
 */
public data class Deviation(
    public val code: DeviationCode,
    public val pointer: String,
    public val clause: String,
)

internal fun eu.iot4emissions.internal.DeviationCode.toFacade() = DeviationCode.entries[ordinal]
