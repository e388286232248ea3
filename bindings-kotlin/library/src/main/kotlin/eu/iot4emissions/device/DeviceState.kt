package eu.iot4emissions.device

/**
 * A state of the OTA device (JRC127600 §1.3.2, T-1 to T-13).
 *
 * @property text its word, such as `preProvisioning`
 */
public enum class DeviceState(public val text: String) {
    /** Security assets or factory configuration are missing. */
    PRE_PROVISIONING("preProvisioning"),

    /** Ready to communicate, not yet registered. */
    PROVISIONED("provisioned"),

    /** Admitted to the network, not yet configured. */
    REGISTERED("registered"),

    /** Configured, waiting until the vehicle is cleared. */
    INITIALIZED("initialized"),

    /** Acquiring and transferring. */
    OPERATIONAL("operational"),

    /** On hold: what has been acquired is kept, and nothing is sent. */
    STANDBY("standby"),
}

internal fun DeviceState.toInternal() = eu.iot4emissions.internal.DeviceState.entries[ordinal]

internal fun eu.iot4emissions.internal.DeviceState.toFacade() = DeviceState.entries[ordinal]
