package eu.iot4emissions.identity

import eu.iot4emissions.DeviceSecretException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.deviceSecretCheck
import eu.iot4emissions.internal.deviceSecretFromHex
import java.nio.ByteBuffer
import java.security.MessageDigest

/**
 * 16 bytes that only the device and whoever provisioned it know: the key of its spread and of its
 * back-off, so that its times tell nobody which device it is (P-6.3, P-6.12, P-6.14).
 *
 * Drawn for each device and each provisioning anew ([generate]). Neither [toString] nor [hashCode]
 * tells anything of it; [toByteArray] does.
 */
public class DeviceSecret private constructor(private val bytes: ByteArray) {
    /** The bytes themselves: to be stored where the device's private key is, and not for logs. */
    public fun toByteArray(): ByteArray = bytes.copyOf()

    override fun equals(other: Any?): Boolean =
        other is DeviceSecret && MessageDigest.isEqual(bytes, other.bytes)

    /** Another one in every process, so that it can be logged without harm. */
    override fun hashCode(): Int {
        val digest = MessageDigest.getInstance("SHA-256")
        digest.update(salt)
        return ByteBuffer.wrap(digest.digest(bytes)).getInt()
    }

    override fun toString(): String = "DeviceSecret(hidden)"

    public companion object {
        private val salt = drawn(32)

        /** How many bytes the core takes; it refuses another number. */
        private const val LENGTH = 16

        /**
         * The secret of these 16 bytes, which were drawn at random.
         *
         * @throws DeviceSecretException for another number of bytes, and where all are 0
         */
        @JvmStatic
        public fun of(bytes: ByteArray): DeviceSecret {
            val own = bytes.copyOf()
            Native.call { deviceSecretCheck(own) }
            return DeviceSecret(own)
        }

        /**
         * The secret of 32 lower-case hexadecimal digits, first byte first, as the JSON of inputs
         * has it.
         *
         * @throws DeviceSecretException for another text
         */
        @JvmStatic
        public fun fromHex(text: String): DeviceSecret =
            DeviceSecret(Native.call { deviceSecretFromHex(text) })

        /** A secret that [java.security.SecureRandom] draws. */
        @JvmStatic
        public fun generate(): DeviceSecret = of(drawn(LENGTH))
    }
}
