package eu.iot4emissions.columns

import eu.iot4emissions.message.DeviationCode
import eu.iot4emissions.obfcm.Parameter
import java.nio.Buffer
import java.nio.ByteBuffer

/** Arrays that grow by blocks of rows out of native memory. */
internal class ColumnsBuilder {
    private var size = 0
    var sourceRow = LongArray(0)
        private set
    private var acquired = LongArray(0)
    private var received: LongArray? = null
    private var keys: IntArray? = null
    private val values = Array(Parameter.entries.size) { LongArray(0) }
    private var present = ByteArray(0)

    /** Makes room for so many more rows, and gives the place of the first of them. */
    fun grow(count: Int): Int {
        val first = size
        size = Math.addExact(first, count)
        if (size > acquired.size) {
            // What comes first is often all.
            val room = if (first == 0) size else maxOf(size, (first.toLong() * 3 / 2).coerceAtMost(MOST).toInt())
            sourceRow = sourceRow.copyOf(room)
            acquired = acquired.copyOf(room)
            received = received?.copyOf(room)
            keys = keys?.copyOf(room)
            for (place in values.indices) values[place] = values[place].copyOf(room)
            present = present.copyOf(room)
        }
        return first
    }

    fun sourceRow(from: ByteBuffer, at: Int, first: Int, count: Int): Unit =
        longs(from, at, sourceRow, first, count)

    fun acquired(from: ByteBuffer, at: Int, first: Int, count: Int): Unit =
        longs(from, at, acquired, first, count)

    fun values(place: Int, from: ByteBuffer, at: Int, first: Int, count: Int): Unit =
        longs(from, at, values[place], first, count)

    fun received(from: ByteBuffer, at: Int, first: Int, count: Int) {
        val received = received ?: LongArray(acquired.size).also {
            it.fill(TransferColumns.NOT_RECEIVED)
            received = it
        }
        longs(from, at, received, first, count)
    }

    fun keys(from: ByteBuffer, at: Int, first: Int, count: Int) {
        val keys = keys ?: IntArray(acquired.size).also {
            it.fill(TransferColumns.NO_DEVICE)
            keys = it
        }
        positioned(from, at).asIntBuffer().get(keys, first, count)
    }

    fun present(from: ByteBuffer, at: Int, first: Int, count: Int) {
        positioned(from, at).get(present, first, count)
    }

    @Suppress("LongParameterList")
    fun finish(
        devices: TransferColumns.Devices,
        rejected: List<RejectedRow>,
        deviations: Map<DeviationCode, Long>,
        messages: Long,
        sourceRows: Long,
        unreadTimes: Long,
    ): TransferColumns = TransferColumns(
        size,
        TransferColumns.Numbers(sourceRow, acquired, received, values, present),
        TransferColumns.Devices(keys, devices.ids),
        rejected,
        deviations,
        messages,
        sourceRows,
        unreadTimes,
    )

    private fun longs(from: ByteBuffer, at: Int, to: LongArray, first: Int, count: Int) {
        positioned(from, at).asLongBuffer().get(to, first, count)
    }

    private fun positioned(from: ByteBuffer, at: Int): ByteBuffer {
        (from as Buffer).clear()
        from.position(at)
        return from
    }

    private companion object {
        const val MOST = Int.MAX_VALUE - 8L
    }
}
