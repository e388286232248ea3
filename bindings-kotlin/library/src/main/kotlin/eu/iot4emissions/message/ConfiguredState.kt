package eu.iot4emissions.message

/**
 * The state that a configuration puts a device in (P-5.30).
 *
 * @property text the state in a payload
 */
public enum class ConfiguredState(public val text: String) {
    /** What the device has is erased. */
    INITIALIZED("initialized"),

    /** The device acquires and transfers. */
    OPERATIONAL("operational"),

    /** The device acquires nothing, and keeps what it has. */
    STANDBY("standby"),
}

internal fun ConfiguredState.toInternal() =
    eu.iot4emissions.internal.ConfiguredState.entries[ordinal]

internal fun eu.iot4emissions.internal.ConfiguredState.toFacade() =
    ConfiguredState.entries[ordinal]
