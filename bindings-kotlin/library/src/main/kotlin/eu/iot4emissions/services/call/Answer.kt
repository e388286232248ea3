package eu.iot4emissions.services.call

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.answerFromJson
import eu.iot4emissions.internal.answerToJson
import eu.iot4emissions.internal.Answer as InternalAnswer

/** The Data Service's answer to a call (P-5.51, P-7.6, P-7.16). Only an applied one took effect. */
public sealed interface Answer {
    /**
     * The last number that the Data Service knows, where the call's did not fit it: the call is to
     * be made again with the next one (P-5.51). Null otherwise.
     */
    public val lastKnown: Sequence? get() = null

    /** The JSON form (P-5.51). */
    public fun toJson(): String = Native.call { answerToJson(toInternal()) }

    /**
     * It holds now. The configuration of the record, where there is one now, is to be published,
     * retained, before the answer is given.
     */
    public data object Applied : Answer

    /**
     * A call with a higher number came before it (P-5.51).
     *
     * @property last the number of the last call that the Data Service knows
     */
    public data class Overtaken(public val last: Sequence) : Answer {
        override val lastKnown: Sequence get() = last
    }

    /**
     * Another call with the same number came before it (P-5.51).
     *
     * @property last the number of the last call that the Data Service knows
     */
    public data class Contradiction(public val last: Sequence) : Answer {
        override val lastKnown: Sequence get() = last
    }

    /**
     * Its number is more than 2^32 above the last one's (P-5.51).
     *
     * @property last the number of the last call that the Data Service knows, 0 where it knows none
     */
    public data class TooFar(public val last: Sequence) : Answer {
        override val lastKnown: Sequence get() = last
    }

    /**
     * The device was never introduced, or the Data Service has forgotten that it was; over HTTP 409
     * (P-5.51, P-7.11).
     */
    public data object NotIntroduced : Answer

    /**
     * The ID under which the Data Service is to know the device cannot be opened, or another device
     * has it: the device is not introduced (P-1.7, P-7.16).
     */
    public data object DataDeviceRefused : Answer

    /**
     * The device is not cleared: no version of a configuration is left by which it could be told so
     * (P-7.6).
     */
    public data object VersionsExhausted : Answer

    public companion object {
        /**
         * The answer of this JSON form (P-5.51).
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): Answer = Native.call { answerFromJson(text) }.toFacade()
    }
}

internal fun Answer.toInternal(): InternalAnswer = when (this) {
    Answer.Applied -> InternalAnswer.Applied
    is Answer.Overtaken -> InternalAnswer.Overtaken(last.toInternal())
    is Answer.Contradiction -> InternalAnswer.Contradiction(last.toInternal())
    is Answer.TooFar -> InternalAnswer.TooFar(last.toInternal())
    Answer.NotIntroduced -> InternalAnswer.NotIntroduced
    Answer.DataDeviceRefused -> InternalAnswer.DataDeviceRefused
    Answer.VersionsExhausted -> InternalAnswer.VersionsExhausted
}

internal fun InternalAnswer.toFacade(): Answer = when (this) {
    is InternalAnswer.Applied -> Answer.Applied
    is InternalAnswer.Overtaken -> Answer.Overtaken(Sequence(last))
    is InternalAnswer.Contradiction -> Answer.Contradiction(Sequence(last))
    is InternalAnswer.TooFar -> Answer.TooFar(Sequence(last))
    is InternalAnswer.NotIntroduced -> Answer.NotIntroduced
    is InternalAnswer.DataDeviceRefused -> Answer.DataDeviceRefused
    is InternalAnswer.VersionsExhausted -> Answer.VersionsExhausted
}
