package eu.iot4emissions.identity

/**
 * One of the two services (P-1.2, P-1.3).
 *
 * @property text its word, such as `registration`
 */
public enum class Service(public val text: String) {
    /** The OTA Registration Service (P-1.2). */
    REGISTRATION("registration"),

    /** The OBFCM Data Service (P-1.3). */
    DATA("data"),
}

internal fun eu.iot4emissions.internal.Service.toFacade() = Service.entries[ordinal]
