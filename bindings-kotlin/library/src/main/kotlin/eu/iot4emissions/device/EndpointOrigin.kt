package eu.iot4emissions.device

/**
 * Where an endpoint comes from (P-6.8).
 *
 * @property text its word, such as `factory`
 */
public enum class EndpointOrigin(public val text: String) {
    /** The factory configuration. */
    FACTORY("factory"),

    /** The configuration in force. */
    CONFIGURATION("configuration"),

    /** The last one that worked, as the configured one did not. */
    FALLBACK("fallback"),
}

internal fun EndpointOrigin.toInternal() = eu.iot4emissions.internal.EndpointOrigin.entries[ordinal]

internal fun eu.iot4emissions.internal.EndpointOrigin.toFacade() = EndpointOrigin.entries[ordinal]
