package eu.iot4emissions.identity

import eu.iot4emissions.DeviceIdException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.deviceIdCheck

/**
 * The pseudonym of one OTA Device: the common name of its certificate, and the last level of its
 * topics.
 *
 * Shape: 1 to 64 ASCII letters, digits, `-` and `_`; not in the shape of a VIN; not the principal
 * name of a service. Clauses: P-2.1, P-2.4, P-1.5.
 *
 * @property text the ID as topics and certificates have it
 */
@JvmInline
public value class DeviceId internal constructor(public val text: String) : Comparable<DeviceId> {
    override fun compareTo(other: DeviceId): Int = text.compareTo(other.text)

    override fun toString(): String = text

    public companion object {
        /**
         * The device ID of this text.
         *
         * @throws DeviceIdException if it is none
         */
        @JvmStatic
        public fun of(text: String): DeviceId {
            Native.call { deviceIdCheck(text) }
            return DeviceId(text)
        }
    }
}
