@file:JvmName("Certificates")

package eu.iot4emissions.identity

import eu.iot4emissions.CertificateException
import eu.iot4emissions.Native
import eu.iot4emissions.toUnixSeconds
import java.time.Instant

/**
 * The one common name of an X.509 certificate, in DER or PEM, that is valid for a client at [now]:
 * the name of a device or of a service (P-2.2, P-2.3).
 *
 * Chain, signature and revocation are not verified: that is the work of a TLS library.
 *
 * @throws CertificateException if it is none, or names nobody
 * @throws eu.iot4emissions.TimeException if [now] is before 1970
 */
@JvmOverloads
public fun certificateCommonName(certificate: ByteArray, now: Instant = Instant.now()): String {
    val seconds = now.toUnixSeconds()
    return Native.call { eu.iot4emissions.internal.certificateCommonName(certificate, seconds) }
}
