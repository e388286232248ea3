package eu.iot4emissions.identity

import eu.iot4emissions.Native
import eu.iot4emissions.SealedDeviceIdException
import eu.iot4emissions.internal.sealedDeviceIdBytes
import eu.iot4emissions.internal.sealedDeviceIdCheck
import eu.iot4emissions.internal.sealedDeviceIdFromBytes

/**
 * The ID under which the Data Service knows a device, sealed for it: the Registration Service
 * passes it on and cannot read it (P-1.7). [SealingKey.seal] makes one, [OpeningKey.open] reads it.
 *
 * Shape: 150 characters of Base64 for URLs without padding (RFC 4648 §5), which are 112 bytes.
 * [toString] shows none of it.
 *
 * @property text the 150 characters, as the Registration Request has them in `dataDevice`
 */
@JvmInline
public value class SealedDeviceId private constructor(public val text: String) {
    /** The 112 bytes. */
    public fun toByteArray(): ByteArray = Native.call { sealedDeviceIdBytes(text) }

    override fun toString(): String = "SealedDeviceId(hidden)"

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(text: String): SealedDeviceId = SealedDeviceId(text)

        /**
         * The sealed device ID of this text.
         *
         * @throws SealedDeviceIdException if it is none; the error does not repeat it
         */
        @JvmStatic
        public fun of(text: String): SealedDeviceId {
            Native.call { sealedDeviceIdCheck(text) }
            return SealedDeviceId(text)
        }

        /**
         * The sealed device ID of these bytes.
         *
         * @throws SealedDeviceIdException for another number of bytes than 112
         */
        @JvmStatic
        public fun of(bytes: ByteArray): SealedDeviceId =
            SealedDeviceId(Native.call { sealedDeviceIdFromBytes(bytes) })
    }
}
