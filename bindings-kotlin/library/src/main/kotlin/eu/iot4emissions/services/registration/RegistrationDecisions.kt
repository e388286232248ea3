@file:JvmName("RegistrationDecisions")

package eu.iot4emissions.services.registration

import eu.iot4emissions.Native
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.registrationDecide
import eu.iot4emissions.internal.registrationStatusOf
import eu.iot4emissions.message.RegistrationStatus
import eu.iot4emissions.message.toFacade
import java.util.Collections

/**
 * What an event made of a vehicle's record.
 *
 * @property record the record to store
 * @property effects what follows once that is stored, in this order
 */
public data class Decision(
    public val record: VehicleRecord,
    public val effects: List<Effect>,
) {
    /** What of the effects an operator is told. */
    public val notices: List<OperatorNotice>
        get() = effects.filterIsInstance<Effect.Raise>().map { it.notice }
}

/**
 * What an event makes of a vehicle's record, and what follows (P-7.1 to P-7.4). What becomes of
 * stored data where it is a setting, [policy] says (P-7.14). The record that is passed stays as it
 * is.
 *
 * Pure: store the record in one transaction with a unique index on its device, then carry out the
 * effects. What is to be told to the Data Service is part of the record
 * ([VehicleRecord.outstanding]) until it is answered, so no crash loses it; what it is answered is
 * an event, [Event.CallAnswered].
 */
@JvmOverloads
public fun decide(
    record: VehicleRecord,
    event: Event,
    policy: StoredDataPolicy = StoredDataPolicy.STANDARD,
): Decision {
    val decision = Native.call {
        registrationDecide(record.toInternal(), event.toInternal(), policy.toInternal())
    }
    return Decision(
        decision.record.toFacade(),
        Collections.unmodifiableList(decision.effects.map { it.toFacade() }),
    )
}

/**
 * What a device's retained status should be, out of all vehicles' records that name it (P-7.10): an
 * error where one of them refused it, else registered where one has it, else null.
 */
public fun statusOf(device: DeviceId, records: Iterable<VehicleRecord>): RegistrationStatus? =
    Native.call { registrationStatusOf(device.text, records.map { it.toInternal() }) }?.toFacade()

/**
 * Whether a country, by its ISO 3166-1 alpha-2 code of two capitals, is a Member State of the
 * European Union (P-7.4).
 *
 * @throws eu.iot4emissions.CountryException if the text is no such code
 */
public fun isMemberState(country: String): Boolean = Country.of(country).isMemberState
