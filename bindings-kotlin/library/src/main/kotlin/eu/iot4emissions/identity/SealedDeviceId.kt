package eu.iot4emissions.identity

import eu.iot4emissions.Native
import eu.iot4emissions.SealedDeviceIdException
import eu.iot4emissions.internal.sealedDeviceIdCheck

/**
 * A device's ID for the Data Service, sealed so that the Registration Service passes it on and
 * cannot read it (P-1.7).
 *
 * @property text as a Registration Request has it
 */
@JvmInline
public value class SealedDeviceId internal constructor(public val text: String) {
    override fun toString(): String = text

    public companion object {
        /**
         * The sealed device ID of this text.
         *
         * @throws SealedDeviceIdException if it is none
         */
        @JvmStatic
        public fun of(text: String): SealedDeviceId {
            Native.call { sealedDeviceIdCheck(text) }
            return SealedDeviceId(text)
        }
    }
}
