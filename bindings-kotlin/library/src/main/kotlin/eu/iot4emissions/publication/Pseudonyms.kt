@file:JvmName("Pseudonyms")

package eu.iot4emissions.publication

import eu.iot4emissions.Native
import eu.iot4emissions.PublicationException
import eu.iot4emissions.identity.DeviceId

/**
 * The pseudonym of one owner's time of a device, 32 lower-case hexadecimal digits (P-10.2): the
 * first 128 bits of HMAC-SHA-256 by [key] of `iot4emissions pseudonym 1`, the device ID, a zero
 * byte and [segment] in four bytes.
 *
 * @param segment whose time it is: 0, the first owner's, to 4294967295
 * @throws PublicationException with code `segment` for another number
 */
@JvmOverloads
public fun pseudonym(key: PseudonymKey, device: DeviceId, segment: Long = 0): String =
    Native.call { eu.iot4emissions.internal.pseudonym(key.bytes(), device.text, segment.toSegment()) }

/** A segment of the core, which has 32 bits and no sign. */
internal fun Long.toSegment(): UInt {
    if (this !in 0..UInt.MAX_VALUE.toLong()) {
        throw PublicationException(
            "expected a segment from 0 to ${UInt.MAX_VALUE}, found $this", "segment",
        )
    }
    return toUInt()
}
