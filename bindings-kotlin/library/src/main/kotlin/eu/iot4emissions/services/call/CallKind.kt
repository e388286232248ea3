package eu.iot4emissions.services.call

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.callKindClearance
import eu.iot4emissions.internal.callKindFromJson
import eu.iot4emissions.internal.callKindToJson
import eu.iot4emissions.services.clearance.Clearance
import eu.iot4emissions.services.clearance.SuspensionReason
import eu.iot4emissions.services.clearance.toFacade
import eu.iot4emissions.services.clearance.toInternal
import eu.iot4emissions.internal.CallKind as InternalCallKind

/** What kind of call it is (P-5.51). */
public sealed interface CallKind {
    /**
     * Whether a device may send of which this was the last call (P-7.5, P-7.6): one that is
     * introduced may not yet, one that is forgotten no longer.
     */
    public val clearance: Clearance
        get() = Native.call { callKindClearance(toInternal()) }.toFacade()

    /** The JSON form. */
    public fun toJson(): String = Native.call { callKindToJson(toInternal()) }

    /** The device has registered. */
    public data object Introduced : CallKind

    /** The device may send. */
    public data object Cleared : CallKind

    /**
     * The device may not send.
     *
     * @property reason why
     */
    public data class Suspended(public val reason: SuspensionReason) : CallKind

    /** All that is stored of the device is to be erased. */
    public data object Forgotten : CallKind

    public companion object {
        /**
         * The kind of this JSON form.
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): CallKind =
            Native.call { callKindFromJson(text) }.toFacade()
    }
}

internal fun CallKind.toInternal(): InternalCallKind = when (this) {
    CallKind.Introduced -> InternalCallKind.Introduced
    CallKind.Cleared -> InternalCallKind.Cleared
    is CallKind.Suspended -> InternalCallKind.Suspended(reason.toInternal())
    CallKind.Forgotten -> InternalCallKind.Forgotten
}

internal fun InternalCallKind.toFacade(): CallKind = when (this) {
    is InternalCallKind.Introduced -> CallKind.Introduced
    is InternalCallKind.Cleared -> CallKind.Cleared
    is InternalCallKind.Suspended -> CallKind.Suspended(v1.toFacade())
    is InternalCallKind.Forgotten -> CallKind.Forgotten
}
