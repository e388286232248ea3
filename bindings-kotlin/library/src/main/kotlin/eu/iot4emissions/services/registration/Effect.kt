package eu.iot4emissions.services.registration

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.RegistrationEffect
import eu.iot4emissions.internal.registrationEffectFromJson
import eu.iot4emissions.internal.registrationEffectToJson
import eu.iot4emissions.message.RegistrationStatus
import eu.iot4emissions.message.toFacade
import eu.iot4emissions.message.toInternal

/**
 * What is to be done once the record is stored (P-7.1). A service that may stop in between stores
 * the effects with the record: that a status has to be cleared, the record does not say later.
 */
public sealed interface Effect {
    /** The JSON form (P-7.1). */
    public fun toJson(): String = Native.call { registrationEffectToJson(toInternal()) }

    /**
     * Publish the status, retained, to the device's RegisterServer topic (P-3.2, P-7.1).
     *
     * @property device the device
     * @property status its status
     */
    public data class PublishStatus(
        public val device: DeviceId,
        public val status: RegistrationStatus,
    ) : Effect

    /**
     * This vehicle's record says nothing of the device any more: publish what other vehicles'
     * records say, [statusOf]; where that is nothing, clear its topic by a zero-length payload
     * (P-3.6, P-7.10).
     *
     * @property device the device
     */
    public data class ClearStatus(public val device: DeviceId) : Effect

    /** There is something to call the Data Service with: [VehicleRecord.outstanding] (P-7.1). */
    public data object CallDataService : Effect

    /**
     * Nothing of the vehicle is to be kept (P-7.14): delete its record, the number of its device's
     * last call, and whatever else the service keeps by its VIN or its device's ID. The effects
     * before are carried out as well.
     *
     * @property device the device that the vehicle had; null where it had none
     */
    public data class DeleteRecord(public val device: DeviceId?) : Effect

    /**
     * Tell the operator (P-7.3, P-7.11).
     *
     * @property notice what was found
     */
    public data class Raise(public val notice: OperatorNotice) : Effect

    public companion object {
        /**
         * The effect of this JSON form.
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): Effect =
            Native.call { registrationEffectFromJson(text) }.toFacade()
    }
}

internal fun Effect.toInternal(): RegistrationEffect = when (this) {
    is Effect.PublishStatus -> RegistrationEffect.PublishStatus(device.text, status.toInternal())
    is Effect.ClearStatus -> RegistrationEffect.ClearStatus(device.text)
    Effect.CallDataService -> RegistrationEffect.CallDataService
    is Effect.DeleteRecord -> RegistrationEffect.DeleteRecord(device?.text)
    is Effect.Raise -> RegistrationEffect.Raise(notice.toInternal())
}

internal fun RegistrationEffect.toFacade(): Effect = when (this) {
    is RegistrationEffect.PublishStatus -> Effect.PublishStatus(DeviceId(device), status.toFacade())
    is RegistrationEffect.ClearStatus -> Effect.ClearStatus(DeviceId(device))
    is RegistrationEffect.CallDataService -> Effect.CallDataService
    is RegistrationEffect.DeleteRecord -> Effect.DeleteRecord(device?.let { DeviceId(it) })
    is RegistrationEffect.Raise -> Effect.Raise(v1.toFacade())
}
