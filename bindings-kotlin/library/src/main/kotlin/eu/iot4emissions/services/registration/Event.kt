package eu.iot4emissions.services.registration

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.identity.SealedDeviceId
import eu.iot4emissions.internal.VehicleEvent
import eu.iot4emissions.internal.vehicleEventFromJson
import eu.iot4emissions.internal.vehicleEventToJson
import eu.iot4emissions.services.call.Answer
import eu.iot4emissions.services.call.Sequence
import eu.iot4emissions.services.call.toFacade
import eu.iot4emissions.services.call.toInternal
import eu.iot4emissions.vehicle.VehicleInfo
import eu.iot4emissions.vehicle.toFacade
import eu.iot4emissions.vehicle.toInternal

/** What happened to one vehicle (P-5.50, P-7.1 to P-7.4). */
public sealed interface Event {
    /** The JSON form (P-5.50, P-7.1). */
    public fun toJson(): String = Native.call { vehicleEventToJson(toInternal()) }

    /**
     * A device sent a Registration Request with this vehicle's VIN (P-7.1).
     *
     * @property device the device, by the topic that it published to
     * @property attributes the attributes that it sent
     * @property boundElsewhere whether another vehicle's record is bound to the same device
     *   (P-7.3). This and the next are the facts that this vehicle's record cannot tell
     * @property lastSequence the number of the last call about the device, whatever vehicle it was
     *   in then; [Sequence.NONE] before the first (P-5.51). A service keeps it by device
     * @property dataDevice its ID for the Data Service, sealed, where it sent one (P-1.7)
     */
    public data class Requested @JvmOverloads constructor(
        public val device: DeviceId,
        public val attributes: VehicleInfo,
        public val boundElsewhere: Boolean = false,
        public val lastSequence: Sequence = Sequence.NONE,
        public val dataDevice: SealedDeviceId? = null,
    ) : Event

    /**
     * A registrar registered the vehicle (P-5.50, P-7.4).
     *
     * @property country where
     * @property attributes the attributes in the registrar's papers
     * @property consent whether its owner consents to the collection of data
     */
    public data class Registered(
        public val country: Country,
        public val attributes: VehicleInfo,
        public val consent: Boolean,
    ) : Event

    /**
     * The vehicle's owner gave consent or withdrew it (P-7.4).
     *
     * @property consent whether the owner consents now
     */
    public data class ConsentChanged(public val consent: Boolean) : Event

    /**
     * The vehicle has another owner: a new segment of its data begins, also where the new one
     * consents at once (P-7.13).
     *
     * @property consent whether the new owner consents
     */
    public data class OwnerChanged(public val consent: Boolean) : Event

    /** The vehicle left the Union, or circulation (P-7.4). */
    public data object Left : Event

    /** The vehicle was scrapped: its device is released, and its record deleted (P-7.14). */
    public data object Scrapped : Event

    /**
     * The vehicle's owner had erased what is stored of it: by both services, the vehicle's record
     * too (P-7.14).
     */
    public data object Erased : Event

    /**
     * An operator paused the vehicle's data collection, or resumed it (P-7.4).
     *
     * @property paused whether it is paused now
     */
    public data class Paused(public val paused: Boolean) : Event

    /** An operator released the VIN from its device, which was replaced (P-7.3). */
    public data object Released : Event

    /**
     * The Data Service answered the call with this number (P-5.51).
     *
     * @property device the device that the call was about
     * @property sequence the call's number
     * @property answer what it answered
     */
    public data class CallAnswered(
        public val device: DeviceId,
        public val sequence: Sequence,
        public val answer: Answer,
    ) : Event

    /**
     * One of the services was restored from a backup: the Data Service is told again what holds, by
     * a call with a new number (P-7.11). A restored Registration Service hears first what changed
     * since its backup.
     */
    public data object TellAgain : Event

    public companion object {
        /**
         * The event of this JSON form.
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): Event =
            Native.call { vehicleEventFromJson(text) }.toFacade()
    }
}

internal fun Event.toInternal(): VehicleEvent = when (this) {
    is Event.Requested -> VehicleEvent.Requested(
        device.text, attributes.toInternal(), dataDevice?.text, boundElsewhere,
        lastSequence.toInternal(),
    )
    is Event.Registered -> VehicleEvent.Registered(country.text, attributes.toInternal(), consent)
    is Event.ConsentChanged -> VehicleEvent.ConsentChanged(consent)
    is Event.OwnerChanged -> VehicleEvent.OwnerChanged(consent)
    Event.Left -> VehicleEvent.Left
    Event.Scrapped -> VehicleEvent.Scrapped
    Event.Erased -> VehicleEvent.Erased
    is Event.Paused -> VehicleEvent.Paused(paused)
    Event.Released -> VehicleEvent.Released
    is Event.CallAnswered ->
        VehicleEvent.CallAnswered(device.text, sequence.toInternal(), answer.toInternal())
    Event.TellAgain -> VehicleEvent.TellAgain
}

internal fun VehicleEvent.toFacade(): Event = when (this) {
    is VehicleEvent.Requested -> Event.Requested(
        DeviceId(device), attributes.toFacade(), boundElsewhere, Sequence(lastSequence),
        dataDevice?.let { SealedDeviceId(it) },
    )
    is VehicleEvent.Registered ->
        Event.Registered(Country(country), attributes.toFacade(), consent)
    is VehicleEvent.ConsentChanged -> Event.ConsentChanged(consent)
    is VehicleEvent.OwnerChanged -> Event.OwnerChanged(consent)
    is VehicleEvent.Left -> Event.Left
    is VehicleEvent.Scrapped -> Event.Scrapped
    is VehicleEvent.Erased -> Event.Erased
    is VehicleEvent.Paused -> Event.Paused(paused)
    is VehicleEvent.Released -> Event.Released
    is VehicleEvent.CallAnswered ->
        Event.CallAnswered(DeviceId(device), Sequence(sequence), answer.toFacade())
    is VehicleEvent.TellAgain -> Event.TellAgain
}
