package eu.iot4emissions.services.registration

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.RegistrationNotice
import eu.iot4emissions.internal.registrationNoticeFromJson
import eu.iot4emissions.internal.registrationNoticeToJson
import eu.iot4emissions.privacy.hideVins
import eu.iot4emissions.services.call.Sequence
import eu.iot4emissions.services.call.toInternal

/**
 * What an operator is told: devices by their IDs, never a VIN (P-7.3, P-7.11, P-7.16). Later
 * releases may know more.
 */
public sealed interface OperatorNotice {
    /** The JSON form. */
    public fun toJson(): String = Native.call { registrationNoticeToJson(toInternal()) }

    /**
     * A device asked for the vehicle whose VIN its own ID contains, whatever stands between the
     * characters (P-1.5). Its ID is not said.
     */
    public data object DeviceContainsVin : OperatorNotice

    /**
     * A device that is registered for a vehicle asked for another one (P-7.3).
     *
     * @property device the device
     */
    public data class DeviceHasAnotherVehicle(public val device: DeviceId) : OperatorNotice

    /**
     * A device asked for a vehicle that has a device (P-7.3).
     *
     * @property device the device that asked
     * @property registered the device that the vehicle has
     */
    public data class VehicleHasAnotherDevice(
        public val device: DeviceId,
        public val registered: DeviceId,
    ) : OperatorNotice

    /**
     * An attribute of a request contains the vehicle's VIN, or the shape of one (P-1.5).
     *
     * @property device the device that asked
     * @property attribute the attribute's name on the wire
     */
    public data class AttributeContainsVin(
        public val device: DeviceId,
        public val attribute: String,
    ) : OperatorNotice {
        override fun toString(): String =
            "AttributeContainsVin(device=$device, attribute=${hideVins(attribute)})"
    }

    /**
     * The Data Service no longer knew a device, and it is introduced again: the Data Service has
     * lost records (P-7.11).
     *
     * @property device the device
     */
    public data class NotIntroduced(public val device: DeviceId) : OperatorNotice

    /**
     * A call's number did not fit those that the Data Service knows, and it is made again with
     * another one: one of the services has lost records (P-5.51, P-7.11).
     *
     * @property device the device
     * @property sequence the number that did not fit
     * @property last the last that the Data Service knows. After [Sequence.LARGEST] there is none
     *   to go on with: the Data Service's operator restarts them
     *   ([restartNumbers][eu.iot4emissions.services.data.restartNumbers])
     */
    public data class Misnumbered(
        public val device: DeviceId,
        public val sequence: Sequence,
        public val last: Sequence,
    ) : OperatorNotice

    /**
     * A device's ID for the Data Service was refused there, which cannot open it, or has another
     * device by it. The device is answered `error`, and released (P-7.16).
     *
     * @property device the device
     */
    public data class DataDeviceRefused(public val device: DeviceId) : OperatorNotice

    /**
     * A device can never be cleared again: it has had the last version of a configuration (P-7.6).
     * It needs another identity.
     *
     * @property device the device
     */
    public data class VersionsExhausted(public val device: DeviceId) : OperatorNotice

    public companion object {
        /**
         * The notice of this JSON form.
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): OperatorNotice =
            Native.call { registrationNoticeFromJson(text) }.toFacade()
    }
}

internal fun OperatorNotice.toInternal(): RegistrationNotice = when (this) {
    OperatorNotice.DeviceContainsVin -> RegistrationNotice.DeviceContainsVin
    is OperatorNotice.DeviceHasAnotherVehicle ->
        RegistrationNotice.DeviceHasAnotherVehicle(device.text)
    is OperatorNotice.VehicleHasAnotherDevice ->
        RegistrationNotice.VehicleHasAnotherDevice(device.text, registered.text)
    is OperatorNotice.AttributeContainsVin ->
        RegistrationNotice.AttributeContainsVin(device.text, attribute)
    is OperatorNotice.NotIntroduced -> RegistrationNotice.NotIntroduced(device.text)
    is OperatorNotice.Misnumbered ->
        RegistrationNotice.Misnumbered(device.text, sequence.toInternal(), last.toInternal())
    is OperatorNotice.DataDeviceRefused -> RegistrationNotice.DataDeviceRefused(device.text)
    is OperatorNotice.VersionsExhausted -> RegistrationNotice.VersionsExhausted(device.text)
}

internal fun RegistrationNotice.toFacade(): OperatorNotice = when (this) {
    is RegistrationNotice.DeviceContainsVin -> OperatorNotice.DeviceContainsVin
    is RegistrationNotice.DeviceHasAnotherVehicle ->
        OperatorNotice.DeviceHasAnotherVehicle(DeviceId(device))
    is RegistrationNotice.VehicleHasAnotherDevice ->
        OperatorNotice.VehicleHasAnotherDevice(DeviceId(device), DeviceId(registered))
    is RegistrationNotice.AttributeContainsVin ->
        OperatorNotice.AttributeContainsVin(DeviceId(device), attribute)
    is RegistrationNotice.NotIntroduced -> OperatorNotice.NotIntroduced(DeviceId(device))
    is RegistrationNotice.Misnumbered ->
        OperatorNotice.Misnumbered(DeviceId(device), Sequence(sequence), Sequence(last))
    is RegistrationNotice.DataDeviceRefused -> OperatorNotice.DataDeviceRefused(DeviceId(device))
    is RegistrationNotice.VersionsExhausted -> OperatorNotice.VersionsExhausted(DeviceId(device))
}
