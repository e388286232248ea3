package eu.iot4emissions

/**
 * One problem of a payload (P-5.3).
 *
 * @property code what is wrong, in a stable form such as `missing-member`
 * @property pointer where, as a JSON Pointer (RFC 6901)
 * @property line the payload's line, from 1
 * @property column the line's character, from 1
 * @property expected what would have been right
 * @property found what stands there, without VINs
 */
public data class Issue(
    public val code: String,
    public val pointer: String,
    public val line: Long,
    public val column: Long,
    public val expected: String,
    public val found: String,
)
