package eu.iot4emissions.services.data

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.TimeException
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.deviceRecordClearance
import eu.iot4emissions.internal.deviceRecordFromJson
import eu.iot4emissions.internal.deviceRecordKeeps
import eu.iot4emissions.internal.deviceRecordNote
import eu.iot4emissions.internal.deviceRecordStatus
import eu.iot4emissions.internal.deviceRecordToJson
import eu.iot4emissions.message.Configuration
import eu.iot4emissions.message.ConfigurationStatus
import eu.iot4emissions.message.toFacade
import eu.iot4emissions.message.toInternal
import eu.iot4emissions.obfcm.Snapshot
import eu.iot4emissions.obfcm.toInternal
import eu.iot4emissions.services.clearance.Clearance
import eu.iot4emissions.services.clearance.toFacade
import eu.iot4emissions.services.toCount
import eu.iot4emissions.services.toStoredInstant
import eu.iot4emissions.toWholeUnixSeconds
import eu.iot4emissions.vehicle.VehicleInfo
import eu.iot4emissions.vehicle.toFacade
import eu.iot4emissions.vehicle.toInternal
import java.time.Instant

/**
 * What the Data Service stores of one device that has been introduced (P-1.3): whether it may send
 * follows from the last call about it, and what the broker retains for it from that. [answer] makes
 * the first one.
 *
 * @property device the device
 * @property attributes its vehicle's attributes
 * @property last the last call that was applied (P-5.51)
 * @property configuration its configuration, but for the state
 * @property issued when that was issued, with its version: a whole second
 * @property stillSending how many messages have shown since then that the device does not obey
 *   (P-7.12)
 * @property withdrawal its last withdrawal; null where it never had one
 * @property segments whose its data is: no series goes on from one segment into the next (P-7.13)
 */
@ConsistentCopyVisibility
public data class DeviceRecord private constructor(
    public val device: DeviceId,
    public val attributes: VehicleInfo,
    public val last: LastCall,
    public val configuration: Configuration,
    public val issued: Instant,
    public val stillSending: Long,
    public val withdrawal: Withdrawal?,
    public val segments: Segments,
) {
    /** Whether the device may send, by the last call about it (P-7.5, P-7.6). */
    public val clearance: Clearance
        get() = Native.call { deviceRecordClearance(toInternal()) }.toFacade()

    /** The configuration that the broker retains for the device (P-7.8). */
    public val status: ConfigurationStatus
        get() = Native.call { deviceRecordStatus(toInternal()) }.toFacade()

    /**
     * Whether a snapshot of an accepted Data Transfer may be stored (P-7.7): not where it was
     * acquired before the device's last withdrawal ended, of which the device may never have heard.
     * It is refused then, and counted.
     */
    public fun keeps(snapshot: Snapshot): Boolean =
        Native.call { deviceRecordKeeps(toInternal(), snapshot.toInternal()) }

    /**
     * The record with a message counted that was denied, and what an operator is told: the first
     * time that the device shows that it has not got its suspension, or does not obey it (P-7.12).
     */
    public fun note(denial: Denial): Noted {
        val noted = Native.call { deviceRecordNote(toInternal(), denial.toInternal()) }
        return Noted(of(noted.record), noted.notice?.toFacade())
    }

    /** Its JSON form, for a database (P-1.3). */
    public fun toJson(): String = Native.call { deviceRecordToJson(toInternal()) }

    public companion object {
        /**
         * The record of these parts.
         *
         * @throws TimeException if [issued] is before 1970, or no whole second
         * @throws IllegalArgumentException if [stillSending] is negative, or more than 4294967295
         */
        @JvmStatic
        @JvmOverloads
        @Suppress("LongParameterList")
        public fun of(
            device: DeviceId,
            attributes: VehicleInfo,
            last: LastCall,
            configuration: Configuration,
            issued: Instant,
            stillSending: Long = 0,
            withdrawal: Withdrawal? = null,
            segments: Segments = Segments.UNDIVIDED,
        ): DeviceRecord {
            issued.toWholeUnixSeconds()
            stillSending.toCount()
            return DeviceRecord(
                device, attributes, last, configuration, issued, stillSending, withdrawal, segments,
            )
        }

        /**
         * The record of this JSON form, as [toJson] writes it (P-1.3).
         *
         * @throws JsonFormException for any other text; its path says where. It does not repeat
         *   what was found there
         */
        @JvmStatic
        public fun fromJson(text: String): DeviceRecord =
            of(Native.call { deviceRecordFromJson(text) })

        @JvmSynthetic
        internal fun of(parts: eu.iot4emissions.internal.DeviceRecord): DeviceRecord = DeviceRecord(
            DeviceId(parts.device),
            parts.attributes.toFacade(),
            parts.last.toFacade(),
            parts.configuration.toFacade(),
            parts.issued.toStoredInstant(),
            parts.stillSending.toLong(),
            parts.withdrawal?.toFacade(),
            Segments.of(parts.segments),
        )
    }
}

/**
 * A record with a denied message counted (P-7.12).
 *
 * @property record the record to store
 * @property notice what an operator is told; null where it is nothing new
 */
public data class Noted(
    public val record: DeviceRecord,
    public val notice: OperatorNotice?,
)

internal fun DeviceRecord.toInternal() = eu.iot4emissions.internal.DeviceRecord(
    device.text,
    attributes.toInternal(),
    last.toInternal(),
    configuration.toInternal(),
    issued.toWholeUnixSeconds(),
    stillSending.toCount(),
    withdrawal?.toInternal(),
    segments.toInternal(),
)
