package eu.iot4emissions.services.clearance

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.clearanceDeviceState
import eu.iot4emissions.internal.clearanceFromJson
import eu.iot4emissions.internal.clearanceToJson
import eu.iot4emissions.message.ConfiguredState
import eu.iot4emissions.message.toFacade
import eu.iot4emissions.internal.Clearance as InternalClearance

/**
 * Whether a device may send: on the allow-list, or on the deny-list for a reason (P-7.4,
 * JRC127600 §2.1.1).
 */
public sealed interface Clearance {
    /** The state that the device is commanded into (P-7.5, P-7.6). */
    public val deviceState: ConfiguredState
        get() = Native.call { clearanceDeviceState(toInternal()) }.toFacade()

    /** The JSON form. */
    public fun toJson(): String = Native.call { clearanceToJson(toInternal()) }

    /** It may: on the allow-list. */
    public data object Cleared : Clearance

    /**
     * It may not: on the deny-list.
     *
     * @property reason why
     */
    public data class Suspended(public val reason: SuspensionReason) : Clearance

    public companion object {
        /**
         * The clearance of this JSON form.
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): Clearance =
            Native.call { clearanceFromJson(text) }.toFacade()
    }
}

internal fun Clearance.toInternal(): InternalClearance = when (this) {
    Clearance.Cleared -> InternalClearance.Cleared
    is Clearance.Suspended -> InternalClearance.Suspended(reason.toInternal())
}

internal fun InternalClearance.toFacade(): Clearance = when (this) {
    is InternalClearance.Cleared -> Clearance.Cleared
    is InternalClearance.Suspended -> Clearance.Suspended(v1.toFacade())
}
