package eu.iot4emissions.device

/**
 * Why a snapshot is set aside.
 *
 * @property text its word, such as `laterThanClock`
 */
public enum class SetAsideReason(public val text: String) {
    /** It is later than the clock that is trusted now (P-6.13). */
    LATER_THAN_CLOCK("laterThanClock"),

    /** The broker refused it alone again and again (P-6.18). */
    REFUSED("refused"),
}

internal fun SetAsideReason.toInternal() = eu.iot4emissions.internal.SetAsideReason.entries[ordinal]

internal fun eu.iot4emissions.internal.SetAsideReason.toFacade() = SetAsideReason.entries[ordinal]
