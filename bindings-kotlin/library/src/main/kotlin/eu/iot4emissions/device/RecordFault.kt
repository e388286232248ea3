package eu.iot4emissions.device

import eu.iot4emissions.RecordException
import eu.iot4emissions.internal.RecordErrorParts

/**
 * Why what is stored is no record (P-6.2).
 *
 * @property code the code of the [RecordException] that said so
 */
public sealed class RecordFault(public val code: String) {
    /**
     * The bytes are none that a device has written, or were damaged since.
     *
     * @property length the number of bytes
     * @throws IllegalArgumentException if it is negative
     */
    public data class Damaged(public val length: Long) : RecordFault("damaged") {
        init {
            require(length >= 0) { "expected a length of 0 or more, found $length" }
        }
    }

    /**
     * The record was written by a later version of the library, in a form that this one does not
     * know.
     *
     * @property found the version found, 0 to 255
     * @throws IllegalArgumentException for another number
     */
    public data class Version(public val found: Int) : RecordFault("version") {
        init {
            byte("version", found)
        }
    }

    /** The fields do not fit each other. */
    public data object Inconsistent : RecordFault("inconsistent")

    public companion object {
        /** What [OtaDevice.restore] found, to be said with [Input.RecordUnreadable]. */
        @JvmStatic
        public fun of(exception: RecordException): RecordFault =
            fault(exception.code, exception.found ?: 0)
    }
}

private fun fault(code: String, found: Long): RecordFault = when (code) {
    "damaged" -> RecordFault.Damaged(found)
    "version" -> RecordFault.Version(found.toInt())
    "inconsistent" -> RecordFault.Inconsistent
    else -> error("there is no fault $code of a record")
}

internal fun RecordFault.toInternal() = when (this) {
    is RecordFault.Damaged -> RecordErrorParts(code, length.toULong())
    is RecordFault.Version -> RecordErrorParts(code, found.toULong())
    RecordFault.Inconsistent -> RecordErrorParts(code, null)
}

/** A length beyond what the JVM can count to becomes the largest. */
internal fun RecordErrorParts.toFacade() =
    fault(code, minOf(found ?: 0u, Long.MAX_VALUE.toULong()).toLong())
