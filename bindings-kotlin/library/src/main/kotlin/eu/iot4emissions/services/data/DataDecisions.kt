@file:JvmName("DataDecisions")

package eu.iot4emissions.services.data

import eu.iot4emissions.ConfigurationException
import eu.iot4emissions.DecodeException
import eu.iot4emissions.Native
import eu.iot4emissions.TimeException
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.dataAnswer
import eu.iot4emissions.internal.dataReceive
import eu.iot4emissions.internal.dataReconfigure
import eu.iot4emissions.internal.dataReissue
import eu.iot4emissions.internal.dataRestartNumbers
import eu.iot4emissions.internal.dataRetire
import eu.iot4emissions.internal.dataStore
import eu.iot4emissions.internal.dataSubject
import eu.iot4emissions.internal.dataUntold
import eu.iot4emissions.message.Profile
import eu.iot4emissions.obfcm.Snapshot
import eu.iot4emissions.obfcm.toInternal
import eu.iot4emissions.services.call.Answer
import eu.iot4emissions.services.call.Call
import eu.iot4emissions.services.call.toFacade
import eu.iot4emissions.services.call.toInternal
import eu.iot4emissions.toUnixSeconds
import java.time.Instant
import java.util.Collections

/**
 * What a call made of what is stored of a device.
 *
 * @property entry what is to be stored; null where nothing is
 * @property answer the answer to the call
 */
public data class Answered(
    public val entry: DeviceEntry?,
    public val answer: Answer,
)

/**
 * What a call of the Registration Service makes of what is stored of a device, and the answer to it
 * (P-5.51, P-7.5, P-7.6, P-7.14): null before the introduction. Only an [applied][Answer.Applied]
 * call changes it. Where the device is [forgotten][DeviceEntry.isForgotten] afterwards, everything
 * of it is erased before the answer is given, and again for every repetition.
 *
 * @throws TimeException if [now] is before 1970
 */
public fun answer(
    entry: DeviceEntry?,
    call: Call,
    parameters: ConfigurationParameters,
    now: Instant,
): Answered {
    val seconds = now.toUnixSeconds()
    val answered = Native.call {
        dataAnswer(entry?.toInternal(), call.toInternal(), parameters.toInternal(), seconds)
    }
    return Answered(answered.entry?.toFacade(), answered.answer.toFacade())
}

/**
 * Which of the Data Service's devices a call is about, under the ID by which that service knows it
 * (P-1.7, P-7.16), or the answer to a call that takes no effect. A call that comes late must not
 * lead back to an ID that was replaced: only a number above the last one names another device.
 */
public fun subject(call: Call, known: Known): Subject = Native.call {
    dataSubject(
        call.toInternal(), known.named?.toInternal(), known.linked?.toInternal(),
        known.dataDevice.toInternal(),
    )
}.toFacade()

/**
 * The record of a device that has another ID now: it may not send, whatever is told of the vehicle
 * (P-7.16). Its data stay, under an ID to which nothing leads any more. The record's
 * [status][DeviceRecord.status] is to be published, retained.
 *
 * @throws TimeException if [now] is before 1970
 */
public fun retire(
    record: DeviceRecord,
    parameters: ConfigurationParameters,
    now: Instant,
): DeviceRecord {
    val seconds = now.toUnixSeconds()
    val retired =
        Native.call { dataRetire(record.toInternal(), parameters.toInternal(), seconds) }
    return DeviceRecord.of(retired)
}

/**
 * The devices of which nothing was told between two looks at the records: once every vehicle's
 * device has been told again what holds, those that the Registration Service does not know. Nobody
 * could suspend them, so [restartNumbers] puts them on the deny-list (P-7.11). Parts of a large
 * fleet may be looked at one after another.
 */
public fun untold(before: Iterable<DeviceRecord>, after: Iterable<DeviceRecord>): List<DeviceId> {
    val untold = Native.call {
        dataUntold(before.map { it.toInternal() }, after.map { it.toInternal() })
    }
    return Collections.unmodifiableList(untold.map { DeviceId(it) })
}

/**
 * The record with an operator's new parameters and the next version; null where the device has them
 * already (P-7.6). The record's [status][DeviceRecord.status] is to be published, retained.
 *
 * @throws ConfigurationException if no version is left
 * @throws TimeException if [now] is before 1970
 */
public fun reconfigure(
    record: DeviceRecord,
    parameters: ConfigurationParameters,
    now: Instant,
): DeviceRecord? {
    val seconds = now.toUnixSeconds()
    val changed =
        Native.call { dataReconfigure(record.toInternal(), parameters.toInternal(), seconds) }
    return changed?.let { DeviceRecord.of(it) }
}

/**
 * The record with the same configuration and a higher version, [version] or the next one for null:
 * for a device that evidently has not got it (P-7.12). The record's [status][DeviceRecord.status]
 * is to be published, retained.
 *
 * @throws ConfigurationException if no version is left, [version] is none, or the device would
 *   refuse it as more than 2^24 above the one before
 * @throws TimeException if [now] is before 1970
 */
public fun reissue(record: DeviceRecord, version: Long?, now: Instant): DeviceRecord {
    val seconds = now.toUnixSeconds()
    return DeviceRecord.of(Native.call { dataReissue(record.toInternal(), version, seconds) })
}

/**
 * The record with no call known, and the device on the deny-list until there is one: for a device
 * whose numbers are used up (P-5.51), and for one that the Registration Service does not know
 * ([untold]). The record's [status][DeviceRecord.status] is to be published, retained.
 *
 * @throws TimeException if [now] is before 1970
 */
public fun restartNumbers(
    record: DeviceRecord,
    parameters: ConfigurationParameters,
    now: Instant,
): DeviceRecord {
    val seconds = now.toUnixSeconds()
    val restarted =
        Native.call { dataRestartNumbers(record.toInternal(), parameters.toInternal(), seconds) }
    return DeviceRecord.of(restarted)
}

/**
 * What is to be done with a payload from a device (P-7.7), of which [record] is what the service
 * knows; null where it knows nothing.
 */
@JvmOverloads
public fun receive(
    record: DeviceRecord?,
    payload: ByteArray,
    profile: Profile = Profile.TOLERANT,
): Reception = try {
    val internal = eu.iot4emissions.internal.Profile.entries[profile.ordinal]
    Native.call { dataReceive(record?.toInternal(), payload, internal) }.toFacade()
} catch (error: DecodeException) {
    Reception.Quarantine(error)
}

/**
 * What to do with a snapshot of an accepted Data Transfer, when [stored] is what the service has of
 * the same device and acquisition time (P-7.7).
 */
public fun store(stored: Snapshot?, snapshot: Snapshot): StorageDecision {
    val decision = Native.call { dataStore(stored?.toInternal(), snapshot.toInternal()) }
    return StorageDecision.entries[decision.ordinal]
}
