package eu.iot4emissions.device

/**
 * A daily cap (P-6.19).
 *
 * @property text its word, such as `persistedBytes`
 */
public enum class DailyCap(public val text: String) {
    /** Of connections. */
    CONNECTIONS("connections"),

    /** Of bytes stored. */
    PERSISTED_BYTES("persistedBytes"),
}

internal fun DailyCap.toInternal() = eu.iot4emissions.internal.DailyCap.entries[ordinal]

internal fun eu.iot4emissions.internal.DailyCap.toFacade() = DailyCap.entries[ordinal]
