package eu.iot4emissions.columns

import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.message.DeviationCode
import eu.iot4emissions.obfcm.Parameter
import eu.iot4emissions.obfcm.Snapshot
import eu.iot4emissions.obfcm.Values
import java.math.BigDecimal
import java.time.Instant
import java.util.Objects

/**
 * Many Data Transfers as columns of one length, one row a snapshot, and what was refused (P-5.3,
 * P-5.40 to P-5.43, JRC127600 Table 7). The numbers lie in arrays of the heap: there is nothing
 * to close.
 *
 * @property size the number of rows, which are snapshots
 * @property rejected the lines or messages that are no Data Transfer, in their order
 * @property deviations how often accepted messages deviate from the canonical forms (P-5.4)
 * @property messages how many messages the snapshots come from
 * @property sourceRows how many lines, blank ones too, or messages were read
 * @property unreadTimes how many accepted messages have an envelope in which something that is no
 *   time stands where the time belongs
 */
@Suppress("TooManyFunctions", "LongParameterList")
public class TransferColumns private constructor(
    public val size: Int,
    internal val numbers: Numbers,
    internal val devices: Devices,
    public val rejected: List<RejectedRow>,
    public val deviations: Map<DeviationCode, Long>,
    public val messages: Long,
    public val sourceRows: Long,
    public val unreadTimes: Long,
) {
    /** Arrays of at least [size]. */
    internal class Numbers(
        val sourceRow: LongArray,
        val acquired: LongArray,
        /** Null where no row has a time. */
        val received: LongArray?,
        val values: Array<LongArray>,
        val present: ByteArray,
    )

    /** A key each row, -1 for none, into the IDs; null where no row has a device. */
    internal class Devices(val keys: IntArray?, val ids: List<String>)

    /** The line or message that the snapshot of [row] came in, from 0. */
    public fun sourceRow(row: Int): Long = numbers.sourceRow[checked(row)]

    /** Who sent the snapshot of [row], where it is known (P-2.1). */
    public fun device(row: Int): DeviceId? {
        val key = devices.keys?.get(checked(row)) ?: NO_DEVICE
        return if (key == NO_DEVICE) null else DeviceId(devices.ids[key])
    }

    /** When the vehicle took the snapshot of [row] (P-5.41). */
    public fun acquired(row: Int): Instant = Instant.ofEpochSecond(acquiredSeconds(row))

    /** The same in seconds since 1970-01-01T00:00:00Z, 1 to 9999999999. */
    public fun acquiredSeconds(row: Int): Long = numbers.acquired[checked(row)]

    /** When the message of [row] was received, where its envelope says so; to the millisecond. */
    public fun received(row: Int): Instant? {
        val received = numbers.received?.get(checked(row)) ?: NOT_RECEIVED
        return if (received == NOT_RECEIVED) null else Instant.ofEpochMilli(received)
    }

    /** Whether the snapshot of [row] has a value of [parameter] (P-5.42). */
    public fun isPresent(parameter: Parameter, row: Int): Boolean =
        numbers.present[checked(row)].toInt() and (1 shl parameter.ordinal) != 0

    /**
     * The value of [parameter] in the snapshot of [row], in tenths of the parameter's unit, 0 to
     * 4294967294 (P-5.43); -1 where there is none.
     */
    public fun tenths(parameter: Parameter, row: Int): Long =
        if (isPresent(parameter, row)) numbers.values[parameter.ordinal][row] else ABSENT

    /** The same as a decimal with one place, in the parameter's unit; null where there is none. */
    public fun value(parameter: Parameter, row: Int): BigDecimal? =
        if (isPresent(parameter, row)) BigDecimal.valueOf(tenths(parameter, row), 1) else null

    /** The snapshot of [row]. */
    public fun snapshot(row: Int): Snapshot =
        Snapshot(acquired(row), Values.of { value(Parameter.entries[it], row) })

    /** A copy of all [sourceRow]s. */
    public fun sourceRowArray(): LongArray = numbers.sourceRow.copyOf(size)

    /** A copy of all [acquiredSeconds]. */
    public fun acquiredArray(): LongArray = numbers.acquired.copyOf(size)

    /** A copy of all [tenths] of [parameter], -1 where there is none. */
    public fun tenthsArray(parameter: Parameter): LongArray {
        val tenths = numbers.values[parameter.ordinal].copyOf(size)
        val bit = 1 shl parameter.ordinal
        for (row in tenths.indices) {
            if (numbers.present[row].toInt() and bit == 0) tenths[row] = ABSENT
        }
        return tenths
    }

    /** All values of [parameter] as the nearest doubles, in its unit; NaN where there is none. */
    public fun doubleArray(parameter: Parameter): DoubleArray {
        val tenths = numbers.values[parameter.ordinal]
        val bit = 1 shl parameter.ordinal
        return DoubleArray(size) { row ->
            if (numbers.present[row].toInt() and bit == 0) Double.NaN else tenths[row] / TENTHS
        }
    }

    override fun toString(): String =
        "TransferColumns(size=$size, messages=$messages, sourceRows=$sourceRows, rejected=${rejected.size})"

    private fun checked(row: Int): Int = Objects.checkIndex(row, size)

    internal companion object {
        const val NO_DEVICE = -1
        const val NOT_RECEIVED = Long.MIN_VALUE
        const val ABSENT = -1L
        private const val TENTHS = 10.0

        /** For what the native library gives: Java sees no internal constructor. */
        @JvmSynthetic
        operator fun invoke(
            size: Int,
            numbers: Numbers,
            devices: Devices,
            rejected: List<RejectedRow>,
            deviations: Map<DeviationCode, Long>,
            messages: Long,
            sourceRows: Long,
            unreadTimes: Long,
        ): TransferColumns = TransferColumns(
            size, numbers, devices, rejected, deviations, messages, sourceRows, unreadTimes,
        )
    }
}
