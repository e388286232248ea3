package eu.iot4emissions.access.export

/**
 * A version of TLS.
 *
 * @property text its number, such as `1.3`
 */
public enum class TlsVersion(public val text: String) {
    /**
     * RFC 5246: clients' certificates, and with them devices' IDs, are readable by anyone on the
     * way.
     */
    V1_2("1.2"),

    /** RFC 8446. */
    V1_3("1.3"),
}

internal fun TlsVersion.toInternal() = eu.iot4emissions.internal.TlsVersion.entries[ordinal]
