package eu.iot4emissions.message

import eu.iot4emissions.ConfigurationException
import eu.iot4emissions.HostException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.endpointCheck

/**
 * Where a broker listens for MQTT over TLS (P-5.31).
 *
 * @property host a host name or an IP address
 * @property port 1 to 65535
 */
@ConsistentCopyVisibility
public data class Endpoint private constructor(
    public val host: String,
    public val port: Int,
) {
    /** The endpoint as `mqtts://host:port`. */
    override fun toString(): String =
        if (':' in host) "mqtts://[$host]:$port" else "mqtts://$host:$port"

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(host: String, port: Int): Endpoint =
            Endpoint(host, port)

        /**
         * The endpoint of this host and port.
         *
         * @throws HostException if the host is none
         * @throws ConfigurationException if the port is none
         */
        @JvmStatic
        public fun of(host: String, port: Int): Endpoint {
            Native.call { endpointCheck(host, port.toLong()) }
            return Endpoint(host, port)
        }
    }
}

internal fun Endpoint.toInternal() = eu.iot4emissions.internal.Endpoint(host, port.toUShort())

internal fun eu.iot4emissions.internal.Endpoint.toFacade() = Endpoint(host, port.toInt())
