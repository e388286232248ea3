package eu.iot4emissions.services.call

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.callFromJson
import eu.iot4emissions.internal.callKind
import eu.iot4emissions.internal.callToJson

/**
 * A call of the Registration Service to the Data Service: about one device, never with a VIN
 * (P-5.51, P-1.5).
 *
 * @property device the device
 * @property sequence the call's number, which grows with every call about the device
 * @property content what is told
 */
public data class Call(
    public val device: DeviceId,
    public val sequence: Sequence,
    public val content: CallContent,
) {
    /** What kind of call it is. */
    public val kind: CallKind get() = Native.call { callKind(toInternal()) }.toFacade()

    /** Its JSON form, which the Data Service is sent over HTTP (P-5.51). */
    public fun toJson(): String = Native.call { callToJson(toInternal()) }

    public companion object {
        /**
         * The call of this JSON form (P-5.51).
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): Call = Native.call { callFromJson(text) }.toFacade()
    }
}

internal fun Call.toInternal() = eu.iot4emissions.internal.Call(
    device.text, sequence.toInternal(), content.toInternal(),
)

internal fun eu.iot4emissions.internal.Call.toFacade() =
    Call(DeviceId(deviceId), Sequence(sequence), content.toFacade())
