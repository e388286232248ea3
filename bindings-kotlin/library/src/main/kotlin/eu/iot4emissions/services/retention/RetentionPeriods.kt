package eu.iot4emissions.services.retention

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.TimeException
import eu.iot4emissions.internal.retentionPeriodsEarliest
import eu.iot4emissions.internal.retentionPeriodsFromJson
import eu.iot4emissions.internal.retentionPeriodsStandard
import eu.iot4emissions.internal.retentionPeriodsToJson
import eu.iot4emissions.services.toCount
import eu.iot4emissions.toInstant
import eu.iot4emissions.toUnixSeconds
import java.time.Instant

/**
 * How long the services keep what names a vehicle or a device, in days (P-7.15): an operator's
 * setting. What is not given is as in [STANDARD].
 *
 * @property snapshots snapshots, from when they were acquired
 * @property devices records of devices that may not send, once nothing of them is stored
 * @property quarantine payloads that could not be read
 * @property tombstones that a device was forgotten
 * @property vehicles records of vehicles that are registered in no country
 * @property notices what operators were told
 * @throws IllegalArgumentException if a number is negative, or more than 4294967295
 */
public data class RetentionPeriods @JvmOverloads constructor(
    public val snapshots: Long = STANDARD.snapshots,
    public val devices: Long = STANDARD.devices,
    public val quarantine: Long = STANDARD.quarantine,
    public val tombstones: Long = STANDARD.tombstones,
    public val vehicles: Long = STANDARD.vehicles,
    public val notices: Long = STANDARD.notices,
) {
    init {
        toInternal()
    }

    /** The period of such things, in days. */
    public fun days(kept: Kept): Long = when (kept) {
        Kept.SNAPSHOTS -> snapshots
        Kept.DEVICES -> devices
        Kept.QUARANTINE -> quarantine
        Kept.TOMBSTONES -> tombstones
        Kept.VEHICLES -> vehicles
        Kept.NOTICES -> notices
    }

    /**
     * The time from which on such things are kept at [now]: what is earlier goes. Not before 1970.
     *
     * @throws TimeException if [now] is before 1970
     */
    public fun earliest(kept: Kept, now: Instant): Instant {
        val seconds = now.toUnixSeconds()
        return Native.call {
            retentionPeriodsEarliest(toInternal(), kept.toInternal(), seconds)
        }.toInstant()
    }

    /** The JSON form. */
    public fun toJson(): String = Native.call { retentionPeriodsToJson(toInternal()) }

    public companion object {
        /**
         * Those where nothing is set: snapshots fifteen years, payloads that could not be read 90
         * days, notices one year, the others two.
         */
        @JvmField
        public val STANDARD: RetentionPeriods =
            Native.call { retentionPeriodsStandard() }.toFacade()

        /**
         * The periods of this JSON form; those that are absent are as in [STANDARD].
         *
         * @throws JsonFormException for any other text
         */
        @JvmStatic
        public fun fromJson(text: String): RetentionPeriods =
            Native.call { retentionPeriodsFromJson(text) }.toFacade()
    }
}

internal fun RetentionPeriods.toInternal() = eu.iot4emissions.internal.RetentionPeriods(
    snapshots.toCount(), devices.toCount(), quarantine.toCount(), tombstones.toCount(),
    vehicles.toCount(), notices.toCount(),
)

internal fun eu.iot4emissions.internal.RetentionPeriods.toFacade() = RetentionPeriods(
    snapshots.toLong(), devices.toLong(), quarantine.toLong(), tombstones.toLong(),
    vehicles.toLong(), notices.toLong(),
)
