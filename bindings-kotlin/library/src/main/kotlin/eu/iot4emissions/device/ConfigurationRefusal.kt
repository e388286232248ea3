package eu.iot4emissions.device

/**
 * Why a configuration was refused (P-6.8).
 *
 * @property text its word, such as `olderVersion`
 */
public enum class ConfigurationRefusal(public val text: String) {
    /** Its version is lower than that of the one in force. */
    OLDER_VERSION("olderVersion"),

    /** It has the version of the one in force and another content. */
    SAME_VERSION("sameVersion"),

    /** Its version is so high that few are left after it. */
    VERSION_TOO_FAR("versionTooFar"),

    /** An endpoint is outside the permitted domains. */
    FOREIGN_ENDPOINT("foreignEndpoint"),

    /** A schedule fires more often than the factory configuration permits (P-6.11). */
    TOO_FREQUENT("tooFrequent"),
}

internal fun ConfigurationRefusal.toInternal() = eu.iot4emissions.internal.ConfigurationRefusal.entries[ordinal]

internal fun eu.iot4emissions.internal.ConfigurationRefusal.toFacade() = ConfigurationRefusal.entries[ordinal]
