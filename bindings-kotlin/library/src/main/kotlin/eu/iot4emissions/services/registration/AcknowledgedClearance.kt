package eu.iot4emissions.services.registration

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.acknowledgedClearanceFromJson
import eu.iot4emissions.internal.acknowledgedClearanceToJson
import eu.iot4emissions.services.clearance.SuspensionReason
import eu.iot4emissions.services.clearance.toFacade
import eu.iot4emissions.services.clearance.toInternal
import eu.iot4emissions.internal.AcknowledgedClearance as InternalAcknowledged

/** What the Data Service is known to hold of a device's clearance (P-7.4). */
public sealed interface AcknowledgedClearance {
    /** The JSON form. */
    public fun toJson(): String = Native.call { acknowledgedClearanceToJson(toInternal()) }

    /** Nothing is known, as one of the services has lost records (P-7.11). */
    public data object Nothing : AcknowledgedClearance

    /**
     * It may not send, by the introduction alone. That the vehicle had a withdrawal, in which the
     * unit may have collected under an earlier device ID, is yet to be told (P-7.4).
     */
    public data object Introduced : AcknowledgedClearance

    /** The device may send. */
    public data object Cleared : AcknowledgedClearance

    /**
     * It may not. An introduction says so as well (P-7.5).
     *
     * @property reason why
     */
    public data class Suspended(public val reason: SuspensionReason) : AcknowledgedClearance

    /**
     * It may not, and never again: no version of a configuration is left to clear it with (P-7.6).
     */
    public data object NoVersionLeft : AcknowledgedClearance

    public companion object {
        /**
         * What this JSON form says.
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): AcknowledgedClearance =
            Native.call { acknowledgedClearanceFromJson(text) }.toFacade()
    }
}

internal fun AcknowledgedClearance.toInternal(): InternalAcknowledged = when (this) {
    AcknowledgedClearance.Nothing -> InternalAcknowledged.Nothing
    AcknowledgedClearance.Introduced -> InternalAcknowledged.Introduced
    AcknowledgedClearance.Cleared -> InternalAcknowledged.Cleared
    is AcknowledgedClearance.Suspended -> InternalAcknowledged.Suspended(reason.toInternal())
    AcknowledgedClearance.NoVersionLeft -> InternalAcknowledged.NoVersionLeft
}

internal fun InternalAcknowledged.toFacade(): AcknowledgedClearance = when (this) {
    is InternalAcknowledged.Nothing -> AcknowledgedClearance.Nothing
    is InternalAcknowledged.Introduced -> AcknowledgedClearance.Introduced
    is InternalAcknowledged.Cleared -> AcknowledgedClearance.Cleared
    is InternalAcknowledged.Suspended -> AcknowledgedClearance.Suspended(v1.toFacade())
    is InternalAcknowledged.NoVersionLeft -> AcknowledgedClearance.NoVersionLeft
}
