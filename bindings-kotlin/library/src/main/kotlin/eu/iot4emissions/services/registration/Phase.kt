package eu.iot4emissions.services.registration

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.clearanceCallFromJson
import eu.iot4emissions.internal.clearanceCallToJson
import eu.iot4emissions.internal.phaseFromJson
import eu.iot4emissions.internal.phaseToJson
import eu.iot4emissions.services.call.Sequence
import eu.iot4emissions.services.call.toInternal
import eu.iot4emissions.services.clearance.Clearance
import eu.iot4emissions.services.clearance.toFacade
import eu.iot4emissions.services.clearance.toInternal
import eu.iot4emissions.internal.Phase as InternalPhase

/** How far a vehicle's device has come (P-7.1 to P-7.4). */
public sealed interface Phase {
    /** The JSON form. */
    public fun toJson(): String = Native.call { phaseToJson(toInternal()) }

    /**
     * The Data Service has not acknowledged the introduction (P-7.1), or no longer knows the device
     * (P-7.11).
     *
     * @property sequence the introduction's number
     */
    public data class Introducing(public val sequence: Sequence) : Phase

    /**
     * The Data Service knows the device, and the device that it is registered (P-7.1, P-7.4).
     *
     * @property acknowledged what the Data Service acknowledged last
     * @property call the call that it has not answered; null where it has answered all
     */
    public data class Introduced(
        public val acknowledged: AcknowledgedClearance,
        public val call: ClearanceCall?,
    ) : Phase

    /**
     * The Data Service has not acknowledged that it erased what it has of the device, which the
     * vehicle keeps (P-7.14).
     *
     * @property sequence the number of the call
     */
    public data class Forgetting(public val sequence: Sequence) : Phase

    /**
     * The Data Service knows nothing of the device. It is introduced again once the vehicle is
     * cleared, or the device asks.
     */
    public data object Forgotten : Phase

    /**
     * The vehicle is released from it: that ends once the Data Service lets it send no longer
     * (P-7.3).
     *
     * @property sequence the number of the call that suspends it, or has it forgotten
     * @property erase whether the Data Service is to erase what it has of it (P-7.14)
     */
    public data class Releasing @JvmOverloads constructor(
        public val sequence: Sequence,
        public val erase: Boolean = false,
    ) : Phase

    public companion object {
        /**
         * The phase of this JSON form.
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): Phase = Native.call { phaseFromJson(text) }.toFacade()
    }
}

/**
 * A call that clears or suspends, and is not answered (P-5.51).
 *
 * @property sequence its number
 * @property clearance what it tells
 * @property newSegment whether a new segment begins by it (P-7.13)
 */
public data class ClearanceCall @JvmOverloads constructor(
    public val sequence: Sequence,
    public val clearance: Clearance,
    public val newSegment: Boolean = false,
) {
    /** The JSON form. */
    public fun toJson(): String = Native.call { clearanceCallToJson(toInternal()) }

    public companion object {
        /**
         * The call of this JSON form.
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): ClearanceCall =
            Native.call { clearanceCallFromJson(text) }.toFacade()
    }
}

internal fun ClearanceCall.toInternal() = eu.iot4emissions.internal.ClearanceCall(
    sequence.toInternal(), clearance.toInternal(), newSegment,
)

internal fun eu.iot4emissions.internal.ClearanceCall.toFacade() =
    ClearanceCall(Sequence(sequence), clearance.toFacade(), newSegment)

internal fun Phase.toInternal(): InternalPhase = when (this) {
    is Phase.Introducing -> InternalPhase.Introducing(sequence.toInternal())
    is Phase.Introduced ->
        InternalPhase.Introduced(acknowledged.toInternal(), call?.toInternal())
    is Phase.Forgetting -> InternalPhase.Forgetting(sequence.toInternal())
    Phase.Forgotten -> InternalPhase.Forgotten
    is Phase.Releasing -> InternalPhase.Releasing(sequence.toInternal(), erase)
}

internal fun InternalPhase.toFacade(): Phase = when (this) {
    is InternalPhase.Introducing -> Phase.Introducing(Sequence(sequence))
    is InternalPhase.Introduced -> Phase.Introduced(acknowledged.toFacade(), call?.toFacade())
    is InternalPhase.Forgetting -> Phase.Forgetting(Sequence(sequence))
    is InternalPhase.Forgotten -> Phase.Forgotten
    is InternalPhase.Releasing -> Phase.Releasing(Sequence(sequence), erase)
}
