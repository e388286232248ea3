package eu.iot4emissions.services.registration

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.VehicleRecordParts
import eu.iot4emissions.internal.vehicleRecordClearance
import eu.iot4emissions.internal.vehicleRecordFromJson
import eu.iot4emissions.internal.vehicleRecordHasOutstandingCall
import eu.iot4emissions.internal.vehicleRecordOutstanding
import eu.iot4emissions.internal.vehicleRecordRetained
import eu.iot4emissions.internal.vehicleRecordToJson
import eu.iot4emissions.message.RegistrationStatus
import eu.iot4emissions.message.toFacade
import eu.iot4emissions.services.call.Call
import eu.iot4emissions.services.call.Sequence
import eu.iot4emissions.services.call.toFacade
import eu.iot4emissions.services.call.toInternal
import eu.iot4emissions.services.clearance.Clearance
import eu.iot4emissions.services.clearance.toFacade
import eu.iot4emissions.services.introduction.IntroductionScope
import eu.iot4emissions.services.introduction.toInternal
import eu.iot4emissions.vehicle.VehicleInfo
import eu.iot4emissions.vehicle.Vin
import eu.iot4emissions.vehicle.toFacade
import eu.iot4emissions.vehicle.toInternal
import java.util.Collections
import java.util.TreeSet

/**
 * What the Registration Service stores of one vehicle (P-1.2). The VIN is personal data, which
 * [toString] hides; the JSON form holds it.
 *
 * @property vin the vehicle
 * @property country where it is registered; null before it is and after it left
 * @property registeredAttributes the attributes in the registrar's papers
 * @property consent whether the owner consents
 * @property paused whether an operator has paused the collection
 * @property withdrawn whether the vehicle was ever withdrawn after it was registered with consent
 *   (P-7.4)
 * @property separated whether a segment of its data ever ended (P-7.13)
 * @property ending whether the record is to be deleted once the vehicle has no device (P-7.14)
 * @property binding the vehicle's device, which no other vehicle's record may have
 * @property refused devices whose requests were refused, and whose retained status says so, in the
 *   order of their texts
 * @property sequence the number of the last call about the vehicle's device, or about the one that
 *   it had last (P-5.51)
 */
@ConsistentCopyVisibility
public data class VehicleRecord private constructor(
    public val vin: Vin,
    public val country: Country?,
    public val registeredAttributes: VehicleInfo?,
    public val consent: Boolean,
    public val paused: Boolean,
    public val withdrawn: Boolean,
    public val separated: Boolean,
    public val ending: Boolean,
    public val binding: Binding?,
    public val refused: Set<DeviceId>,
    public val sequence: Sequence,
) {
    /**
     * What the device may do now: send, once the vehicle is registered in a Member State and
     * consent is given, unless an operator has paused it (P-7.4).
     */
    public val clearance: Clearance
        get() = Native.call { vehicleRecordClearance(toInternal()) }.toFacade()

    /** Whether there is a call that the Data Service has not answered. */
    public val hasOutstandingCall: Boolean
        get() = Native.call { vehicleRecordHasOutstandingCall(toInternal()) }

    /**
     * What the Data Service is to be called with until it answers, one call at a time (P-5.51);
     * null where it knows everything. No call has a VIN (P-1.5). An introduction has as much of the
     * vehicle's attributes as [scope] lets through (P-1.6): an operator's setting, the same for
     * every call of a service.
     */
    @JvmOverloads
    public fun outstanding(scope: IntroductionScope = IntroductionScope.MINIMAL): Call? =
        Native.call { vehicleRecordOutstanding(toInternal(), scope.toInternal()) }?.toFacade()

    /**
     * Every retained status that the broker should hold because of this vehicle, by device: to
     * publish again where a broker lost it (P-7.8). Where several vehicles' records name a device,
     * [statusOf] says which of their words counts.
     */
    public fun retained(): Map<DeviceId, RegistrationStatus> {
        val retained = Native.call { vehicleRecordRetained(toInternal()) }
        return Collections.unmodifiableMap(
            retained.associate { DeviceId(it.device) to it.status.toFacade() },
        )
    }

    /** Its JSON form, for a database (P-1.2). Not for logs: it bears the VIN (P-1.5). */
    public fun toJson(): String = Native.call { vehicleRecordToJson(toInternal()) }

    public companion object {
        /** The record of these parts; with the VIN alone, one of which nothing is known yet. */
        @JvmStatic
        @JvmOverloads
        @Suppress("LongParameterList")
        public fun of(
            vin: Vin,
            country: Country? = null,
            registeredAttributes: VehicleInfo? = null,
            consent: Boolean = false,
            paused: Boolean = false,
            withdrawn: Boolean = false,
            separated: Boolean = false,
            ending: Boolean = false,
            binding: Binding? = null,
            refused: Collection<DeviceId> = emptySet(),
            sequence: Sequence = Sequence.NONE,
        ): VehicleRecord = VehicleRecord(
            vin, country, registeredAttributes, consent, paused, withdrawn, separated, ending,
            binding, Collections.unmodifiableSet(TreeSet(refused)), sequence,
        )

        /**
         * The record of this JSON form, as [toJson] writes it (P-1.2).
         *
         * @throws JsonFormException for any other text; its path says where. It does not repeat
         *   what was found there, because it may be a VIN
         */
        @JvmStatic
        public fun fromJson(text: String): VehicleRecord =
            Native.call { vehicleRecordFromJson(text) }.toFacade()
    }
}

internal fun VehicleRecord.toInternal() = VehicleRecordParts(
    vin.text, country?.text, registeredAttributes?.toInternal(), consent, paused, withdrawn,
    separated, ending, binding?.toInternal(), refused.map { it.text }, sequence.toInternal(),
)

internal fun VehicleRecordParts.toFacade() = VehicleRecord.of(
    Vin(vin), country?.let { Country(it) }, registeredAttributes?.toFacade(), consent, paused,
    withdrawn, separated, ending, binding?.toFacade(), refused.map { DeviceId(it) },
    Sequence(sequence),
)
