package eu.iot4emissions.services.data

import eu.iot4emissions.DecodeException
import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.DataDenial
import eu.iot4emissions.internal.DataReception
import eu.iot4emissions.internal.dataDenialFromJson
import eu.iot4emissions.internal.dataDenialToJson
import eu.iot4emissions.message.DataTransfer
import eu.iot4emissions.message.Deviation
import eu.iot4emissions.message.DeviationCode
import eu.iot4emissions.message.toFacade
import eu.iot4emissions.services.toCount

/** What to do with a Data Transfer that arrived (P-7.7). */
public sealed interface Reception {
    /** The device is not known: ignore the message, and count it. */
    public data object Unknown : Reception

    /**
     * The device is on the deny-list: refuse the message, and count it; nothing of it is stored.
     * [DeviceRecord.note] takes what it says of the device into the record (P-7.12).
     *
     * @property denial what it sent
     */
    public data class Denied(public val denial: Denial) : Reception

    /**
     * The message cannot be read: quarantine the payload with the problems, as the device has
     * deleted the source.
     *
     * @property error the problems
     */
    public data class Quarantine(public val error: DecodeException) : Reception

    /**
     * Store each snapshot of the message once ([store]), but for those that the record does not
     * keep ([DeviceRecord.keeps]): they are refused and counted.
     *
     * @property message the message
     * @property deviations what in the payload was not canonical, the first 64 (P-5.4)
     * @property counts how many deviations there are by their codes, listed or not
     */
    public data class Accept(
        public val message: DataTransfer,
        public val deviations: List<Deviation>,
        public val counts: Map<DeviationCode, Long>,
    ) : Reception
}

/**
 * What a device on the deny-list sent: how much, and whether it should have (P-7.12).
 *
 * @property snapshots how many snapshots it sent; 0 where they cannot be read
 * @property afterSuspension how many of them it acquired after its suspension was issued
 * @throws IllegalArgumentException if a number is negative, or more than 4294967295
 */
public data class Denial(
    public val snapshots: Long,
    public val afterSuspension: Long,
) {
    init {
        toInternal()
    }

    /** The JSON form. */
    public fun toJson(): String = Native.call { dataDenialToJson(toInternal()) }

    public companion object {
        /**
         * The denial of this JSON form.
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): Denial =
            Native.call { dataDenialFromJson(text) }.toFacade()
    }
}

/**
 * What to do with one snapshot of an accepted Data Transfer (P-7.7).
 *
 * @property text a stable name
 */
public enum class StorageDecision(public val text: String) {
    /** Store it. */
    NEW("new"),

    /** It is stored already, with the same values: count it. */
    DUPLICATE("duplicate"),

    /**
     * Another snapshot of the same device and time is stored already: keep that one as first seen,
     * and flag it.
     */
    CONFLICT("conflict"),
}

internal fun Denial.toInternal() = DataDenial(snapshots.toCount(), afterSuspension.toCount())

internal fun DataDenial.toFacade() = Denial(snapshots.toLong(), afterSuspension.toLong())

internal fun DataReception.toFacade(): Reception = when (this) {
    is DataReception.Unknown -> Reception.Unknown
    is DataReception.Denied -> Reception.Denied(denial.toFacade())
    is DataReception.Accept -> decoded.toFacade().let {
        Reception.Accept(it.message as DataTransfer, it.deviations, it.counts)
    }
}
