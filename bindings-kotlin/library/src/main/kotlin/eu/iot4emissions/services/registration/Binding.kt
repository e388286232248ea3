package eu.iot4emissions.services.registration

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.identity.SealedDeviceId
import eu.iot4emissions.internal.bindingFromJson
import eu.iot4emissions.internal.bindingToJson
import eu.iot4emissions.vehicle.VehicleInfo
import eu.iot4emissions.vehicle.toFacade
import eu.iot4emissions.vehicle.toInternal

/**
 * A vehicle's device, and how far the Data Service has been told of it (P-7.1 to P-7.4).
 *
 * @property device the device
 * @property attributes the attributes of its latest request
 * @property phase how far it has come
 * @property newSegment whether a new segment of its data is to begin that the Data Service has not
 *   acknowledged (P-7.13)
 * @property dataDevice its ID for the Data Service, where it is another one: sealed, so that this
 *   service does not know it (P-1.7)
 */
public data class Binding @JvmOverloads constructor(
    public val device: DeviceId,
    public val attributes: VehicleInfo,
    public val phase: Phase,
    public val newSegment: Boolean = false,
    public val dataDevice: SealedDeviceId? = null,
) {
    /** The JSON form. */
    public fun toJson(): String = Native.call { bindingToJson(toInternal()) }

    public companion object {
        /**
         * The device of this JSON form.
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): Binding =
            Native.call { bindingFromJson(text) }.toFacade()
    }
}

internal fun Binding.toInternal() = eu.iot4emissions.internal.Binding(
    device.text, attributes.toInternal(), dataDevice?.text, newSegment, phase.toInternal(),
)

internal fun eu.iot4emissions.internal.Binding.toFacade() = Binding(
    DeviceId(device), attributes.toFacade(), phase.toFacade(), newSegment,
    dataDevice?.let { SealedDeviceId(it) },
)
