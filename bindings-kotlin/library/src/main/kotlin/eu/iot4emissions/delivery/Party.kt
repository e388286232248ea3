package eu.iot4emissions.delivery

/**
 * A kind of MQTT client (P-1.1 to P-1.3).
 *
 * @property text its word, such as `device`
 */
public enum class Party(public val text: String) {
    /** An OTA device (P-1.1). */
    DEVICE("device"),

    /** The OTA Registration Service (P-1.2). */
    REGISTRATION_SERVICE("registrationService"),

    /** The OBFCM Data Service (P-1.3). */
    DATA_SERVICE("dataService"),
}

internal fun eu.iot4emissions.internal.Party.toFacade() = Party.entries[ordinal]
