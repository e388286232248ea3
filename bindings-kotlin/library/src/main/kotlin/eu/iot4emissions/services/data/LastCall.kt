package eu.iot4emissions.services.data

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.lastCallFromJson
import eu.iot4emissions.internal.lastCallToJson
import eu.iot4emissions.services.call.CallKind
import eu.iot4emissions.services.call.Sequence
import eu.iot4emissions.services.call.toFacade
import eu.iot4emissions.services.call.toInternal

/**
 * The last call about a device that was applied (P-5.51).
 *
 * @property sequence its number
 * @property kind what it told
 * @property newSegment whether a new segment began by it (P-7.13)
 */
public data class LastCall @JvmOverloads constructor(
    public val sequence: Sequence,
    public val kind: CallKind,
    public val newSegment: Boolean = false,
) {
    /** The JSON form. */
    public fun toJson(): String = Native.call { lastCallToJson(toInternal()) }

    public companion object {
        /**
         * The call of this JSON form.
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): LastCall =
            Native.call { lastCallFromJson(text) }.toFacade()
    }
}

internal fun LastCall.toInternal() = eu.iot4emissions.internal.LastCall(
    sequence.toInternal(), kind.toInternal(), newSegment,
)

internal fun eu.iot4emissions.internal.LastCall.toFacade() =
    LastCall(Sequence(sequence), kind.toFacade(), newSegment)
