package eu.iot4emissions.device

/**
 * Why a connection ended without having been asked to, or was never established (P-6.4).
 *
 * The device weighs it: want of coverage says nothing of an endpoint (P-6.8). A driver that cannot
 * tell says the nearest that is true.
 */
public sealed interface DisconnectReason {
    /** The reason without the code of a refusal. */
    public val kind: Kind

    /** There was no network: no coverage, no data connection. */
    public data object NoNetwork : DisconnectReason {
        override val kind: Kind get() = Kind.NO_NETWORK
    }

    /** The host's name was not found. */
    public data object NameResolution : DisconnectReason {
        override val kind: Kind get() = Kind.NAME_RESOLUTION
    }

    /** TCP: refused, reset or unreachable before TLS was established. */
    public data object Tcp : DisconnectReason {
        override val kind: Kind get() = Kind.TCP
    }

    /** TLS: no handshake, or one that either side refused. */
    public data object Tls : DisconnectReason {
        override val kind: Kind get() = Kind.TLS
    }

    /**
     * The broker refused the connection: CONNACK with this code, not 0.
     *
     * @property code the return code of MQTT 3.1.1, 1 to 5, or the reason code of MQTT 5; 0 to 255
     * @throws IllegalArgumentException for another number
     */
    public data class Refused(public val code: Int) : DisconnectReason {
        init {
            byte("code of a refusal", code)
        }

        override val kind: Kind get() = Kind.REFUSED
    }

    /** The broker, or something on the way, closed the connection. */
    public data object Closed : DisconnectReason {
        override val kind: Kind get() = Kind.CLOSED
    }

    /** Nothing came in time. */
    public data object TimedOut : DisconnectReason {
        override val kind: Kind get() = Kind.TIMED_OUT
    }

    /** The broker did not keep to MQTT. */
    public data object Protocol : DisconnectReason {
        override val kind: Kind get() = Kind.PROTOCOL
    }

    /**
     * The kinds of reasons, by which a device counts ([Failures.connections]).
     *
     * @property text its word, such as `noNetwork`
     */
    public enum class Kind(public val text: String) {
        /** [NoNetwork] */
        NO_NETWORK("noNetwork"),

        /** [NameResolution] */
        NAME_RESOLUTION("nameResolution"),

        /** [Tcp] */
        TCP("tcp"),

        /** [Tls] */
        TLS("tls"),

        /** [Refused], whatever the code */
        REFUSED("refused"),

        /** [Closed] */
        CLOSED("closed"),

        /** [TimedOut] */
        TIMED_OUT("timedOut"),

        /** [Protocol] */
        PROTOCOL("protocol"),
    }
}

internal fun DisconnectReason.toInternal(): eu.iot4emissions.internal.DisconnectReason =
    when (this) {
        DisconnectReason.NoNetwork -> eu.iot4emissions.internal.DisconnectReason.NoNetwork
        DisconnectReason.NameResolution -> eu.iot4emissions.internal.DisconnectReason.NameResolution
        DisconnectReason.Tcp -> eu.iot4emissions.internal.DisconnectReason.Tcp
        DisconnectReason.Tls -> eu.iot4emissions.internal.DisconnectReason.Tls
        is DisconnectReason.Refused ->
            eu.iot4emissions.internal.DisconnectReason.Refused(code.toUByte())
        DisconnectReason.Closed -> eu.iot4emissions.internal.DisconnectReason.Closed
        DisconnectReason.TimedOut -> eu.iot4emissions.internal.DisconnectReason.TimedOut
        DisconnectReason.Protocol -> eu.iot4emissions.internal.DisconnectReason.Protocol
    }

internal fun eu.iot4emissions.internal.DisconnectReason.toFacade(): DisconnectReason =
    when (this) {
        eu.iot4emissions.internal.DisconnectReason.NoNetwork -> DisconnectReason.NoNetwork
        eu.iot4emissions.internal.DisconnectReason.NameResolution -> DisconnectReason.NameResolution
        eu.iot4emissions.internal.DisconnectReason.Tcp -> DisconnectReason.Tcp
        eu.iot4emissions.internal.DisconnectReason.Tls -> DisconnectReason.Tls
        is eu.iot4emissions.internal.DisconnectReason.Refused ->
            DisconnectReason.Refused(code.toInt())
        eu.iot4emissions.internal.DisconnectReason.Closed -> DisconnectReason.Closed
        eu.iot4emissions.internal.DisconnectReason.TimedOut -> DisconnectReason.TimedOut
        eu.iot4emissions.internal.DisconnectReason.Protocol -> DisconnectReason.Protocol
    }
