package eu.iot4emissions.delivery

/**
 * One of the two brokers, by whose service runs it (JRC127600 §3.1.1).
 *
 * @property text its word, such as `registration`
 */
public enum class BrokerRole(public val text: String) {
    /** The broker of the OTA Registration Service. */
    REGISTRATION("registration"),

    /** The broker of the OBFCM Data Service. */
    DATA("data"),
}

internal fun BrokerRole.toInternal() = eu.iot4emissions.internal.BrokerRole.entries[ordinal]

internal fun eu.iot4emissions.internal.BrokerRole.toFacade() = BrokerRole.entries[ordinal]
