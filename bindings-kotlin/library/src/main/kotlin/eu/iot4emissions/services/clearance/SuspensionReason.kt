package eu.iot4emissions.services.clearance

/**
 * Why a device may not send (P-5.50, P-7.4).
 *
 * @property text the reason in JSON
 */
public enum class SuspensionReason(public val text: String) {
    /** Its vehicle is not cleared: no consent, or not registered in the Union. */
    NOT_CLEARED("notCleared"),

    /** An operator has paused it. */
    PAUSE("pause"),
}

internal fun SuspensionReason.toInternal() =
    eu.iot4emissions.internal.SuspensionReason.entries[ordinal]

internal fun eu.iot4emissions.internal.SuspensionReason.toFacade() =
    SuspensionReason.entries[ordinal]
