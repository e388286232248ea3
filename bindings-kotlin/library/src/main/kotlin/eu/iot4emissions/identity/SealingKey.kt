package eu.iot4emissions.identity

import eu.iot4emissions.Native
import eu.iot4emissions.SealingException
import eu.iot4emissions.internal.sealingKeyCheck
import eu.iot4emissions.internal.sealingKeySeal

/**
 * The Data Service's public key: what a device seals its ID for (P-1.7). 32 bytes of X25519
 * (RFC 7748); a device may have them with its factory configuration.
 */
public class SealingKey private constructor(private val bytes: ByteArray) {
    /** Its 32 bytes. */
    public fun toByteArray(): ByteArray = bytes.copyOf()

    /**
     * [dataDevice], the ID under which the Data Service is to know the device, sealed for it and
     * bound to [device], under which the Registration Service knows it (P-1.7): HPKE (RFC 9180) in
     * base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20Poly1305.
     *
     * @param random 32 bytes that were drawn for this one sealing; [java.security.SecureRandom]
     *   draws them where none are given. With the same ones it gives the same, and whoever knows
     *   them reads it.
     * @throws SealingException with code `device-id` where both IDs are the same one, `key` for a
     *   public key whose secrets anybody knows, `random` for another number of random bytes
     */
    @JvmOverloads
    public fun seal(
        dataDevice: DeviceId,
        device: DeviceId,
        random: ByteArray = drawn(KEY_LENGTH),
    ): SealedDeviceId =
        SealedDeviceId(Native.call { sealingKeySeal(bytes, dataDevice.text, device.text, random) })

    override fun equals(other: Any?): Boolean =
        other is SealingKey && bytes.contentEquals(other.bytes)

    override fun hashCode(): Int = bytes.contentHashCode()

    override fun toString(): String =
        bytes.joinToString("", "SealingKey(", ")") { "%02x".format(it) }

    public companion object {
        /**
         * The key of these 32 bytes.
         *
         * @throws SealingException with code `key` for another number of bytes
         */
        @JvmStatic
        public fun of(bytes: ByteArray): SealingKey {
            val own = bytes.copyOf()
            Native.call { sealingKeyCheck(own) }
            return SealingKey(own)
        }
    }
}
