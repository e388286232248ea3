package eu.iot4emissions.identity

import eu.iot4emissions.Native
import eu.iot4emissions.SealingException
import eu.iot4emissions.internal.openingKeyOpen
import eu.iot4emissions.internal.openingKeySealingKey

/**
 * The Data Service's private key, 32 random bytes (P-1.7).
 *
 * Nothing shows it but [toByteArray], for whoever stores it: [toString] hides it, and it is
 * compared by identity.
 *
 * @property sealingKey the public key that belongs to it: for the devices
 */
public class OpeningKey private constructor(
    private val bytes: ByteArray,
    public val sealingKey: SealingKey,
) {
    /** The 32 bytes themselves: not for logs. */
    public fun toByteArray(): ByteArray = bytes.copyOf()

    /**
     * The ID under which the Data Service is to know [device] (P-1.7).
     *
     * @throws SealingException with code `sealed` for what was sealed for another service or by
     *   another device, or changed on its way; with `device-id` where it is no device ID, or
     *   [device] itself
     */
    public fun open(sealed: SealedDeviceId, device: DeviceId): DeviceId =
        DeviceId(Native.call { openingKeyOpen(bytes, sealed.text, device.text) })

    override fun toString(): String = "OpeningKey(hidden)"

    public companion object {
        /**
         * The key of these 32 bytes, which were drawn at random.
         *
         * @throws SealingException with code `key` for another number of bytes, and where all are 0
         */
        @JvmStatic
        public fun of(bytes: ByteArray): OpeningKey {
            val own = bytes.copyOf()
            return OpeningKey(own, SealingKey.of(Native.call { openingKeySealingKey(own) }))
        }

        /** A key that [java.security.SecureRandom] draws. */
        @JvmStatic
        public fun generate(): OpeningKey = of(drawn(KEY_LENGTH))
    }
}
