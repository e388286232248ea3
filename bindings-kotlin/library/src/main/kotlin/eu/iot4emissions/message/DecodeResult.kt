package eu.iot4emissions.message

import eu.iot4emissions.DecodeException

/** What became of one of many payloads (P-5.3). */
public sealed interface DecodeResult {
    /**
     * It is a message.
     *
     * @property decoded the message, and how its payload deviated
     */
    public data class Accepted(public val decoded: Decoded) : DecodeResult

    /**
     * It is none.
     *
     * @property error every problem of the payload
     */
    public data class Refused(public val error: DecodeException) : DecodeResult
}
