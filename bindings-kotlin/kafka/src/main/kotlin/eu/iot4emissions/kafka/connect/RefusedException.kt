package eu.iot4emissions.kafka.connect

import eu.iot4emissions.ProtocolException
import eu.iot4emissions.kafka.RecordHeader
import eu.iot4emissions.kafka.problems
import org.apache.kafka.common.header.Headers
import org.apache.kafka.connect.errors.DataException

/**
 * A record that breaks a rule of the protocol. Connect's own error handling sends it to the
 * dead-letter topic, if `errors.tolerance` is `all`.
 *
 * Workers write message and stack trace into logs and headers: both have code, pointer and what
 * was expected, and nothing of what was found, so there is no cause either.
 *
 * @property code what is wrong, in a stable form such as `missing-member`
 * @property pointer where, as a JSON Pointer (RFC 6901); empty where it is the whole record
 * @property problems how many problems there are, of which this is the first
 */
public class RefusedException internal constructor(
    public val code: String,
    public val pointer: String,
    expected: String,
    public val problems: Long,
) : DataException(text(code, pointer, expected, problems)) {
    internal constructor(code: String, expected: String) : this(code, "", expected, 1)

    /** Says this of a record in its own headers, which go to the dead-letter topic with it. */
    internal fun tell(headers: Headers?) {
        headers?.let { RecordHeader.refusal(it, code, pointer, problems) }
    }

    internal companion object {
        fun of(refused: ProtocolException, expected: String): RefusedException {
            val first = refused.issues.firstOrNull()?.expected ?: expected
            return RefusedException(refused.code, refused.path, first, refused.problems)
        }

        private fun text(code: String, pointer: String, expected: String, problems: Long): String {
            val further = when (problems) {
                1L -> ""
                2L -> ", and 1 further problem"
                else -> ", and ${problems - 1} further problems"
            }
            return "$code at \"$pointer\": expected $expected$further"
        }
    }
}

/** What [block] gives; where it refuses, [headers] say so. */
internal inline fun <T> telling(headers: Headers?, block: () -> T): T {
    headers?.let(RecordHeader::clear)
    try {
        return block()
    } catch (refused: RefusedException) {
        refused.tell(headers)
        throw refused
    }
}
