package eu.iot4emissions.identity

import eu.iot4emissions.CertificateException
import eu.iot4emissions.DeviceIdException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.deviceIdCheck
import eu.iot4emissions.internal.deviceIdFromCertificate
import eu.iot4emissions.toUnixSeconds
import java.time.Instant

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
public value class DeviceId private constructor(public val text: String) : Comparable<DeviceId> {
    override fun compareTo(other: DeviceId): Int = text.compareTo(other.text)

    override fun toString(): String = text

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(text: String): DeviceId = DeviceId(text)

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

        /**
         * The device ID in an X.509 certificate, in DER or PEM: its one common name
         * (P-2.2, P-2.3).
         *
         * Chain, signature and revocation are not verified: that is the work of a TLS library.
         *
         * @param now when the certificate has to be valid
         * @throws CertificateException if it is none, or names no device
         * @throws eu.iot4emissions.TimeException if [now] is before 1970
         */
        @JvmStatic
        @JvmOverloads
        public fun fromCertificate(certificate: ByteArray, now: Instant = Instant.now()): DeviceId {
            val seconds = now.toUnixSeconds()
            return DeviceId(Native.call { deviceIdFromCertificate(certificate, seconds) })
        }
    }
}
