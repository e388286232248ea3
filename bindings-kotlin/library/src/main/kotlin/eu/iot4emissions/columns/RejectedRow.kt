package eu.iot4emissions.columns

import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.RejectedParts

/**
 * A line or message of which nothing came into the columns (P-5.3).
 *
 * @property sourceRow the line or message, from 0
 * @property device who sent it, where that much is known
 * @property code the first problem, in a stable form such as `missing-member`
 * @property pointer where it is, as a JSON Pointer (RFC 6901) into the envelope or the payload;
 *   empty for the whole of it
 * @property error every problem, in words, behind the number of the line, from 1, where it is
 *   one; never a VIN (P-1.5)
 */
@ConsistentCopyVisibility
public data class RejectedRow private constructor(
    public val sourceRow: Long,
    public val device: DeviceId?,
    public val code: String,
    public val pointer: String,
    public val error: String,
) {
    internal companion object {
        /** For what the native library gives: Java sees no internal constructor. */
        @JvmSynthetic
        operator fun invoke(
            sourceRow: Long,
            device: DeviceId?,
            code: String,
            pointer: String,
            error: String,
        ): RejectedRow = RejectedRow(sourceRow, device, code, pointer, error)
    }
}

internal fun RejectedParts.toFacade(row: Long = sourceRow.toLong()) =
    RejectedRow(row, device?.let { DeviceId(it) }, code, pointer, text)
