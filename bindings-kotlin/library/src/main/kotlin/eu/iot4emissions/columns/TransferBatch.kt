package eu.iot4emissions.columns

import eu.iot4emissions.Native
import eu.iot4emissions.internal.DecodeOptions
import eu.iot4emissions.internal.DirectBuffer
import eu.iot4emissions.internal.HotPath
import eu.iot4emissions.internal.transfersRejected
import eu.iot4emissions.message.DeviationCode
import eu.iot4emissions.message.deviationCounts
import eu.iot4emissions.obfcm.Parameter
import java.nio.Buffer
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.Collections

/** Payloads on their way into columns, by the native library's batch function. */
internal class TransferBatch(
    private val options: DecodeOptions,
    private val hotPathOptions: Long,
) {
    private val scratch = Scratch.ofThread()
    private val pending = ArrayList<ByteArray>()
    private var pendingBytes = 0

    private val rows = ColumnsBuilder()
    private val rejected = ArrayList<RejectedRow>()
    private val deviations = LongArray(DeviationCode.entries.size)
    private var messages = 0L
    private var firstRow = 0L

    fun add(payload: ByteArray) {
        val length = Int.SIZE_BYTES + payload.size
        if (payload.size > MOST_OF_A_PAYLOAD) {
            flush()
            pending.add(payload)
            refuse(listOf(0))
            pending.clear()
            firstRow++
            return
        }
        if (pendingBytes + length > FRAMES) flush()
        pending.add(payload)
        pendingBytes += length
    }

    fun finish(): TransferColumns {
        flush()
        return rows.finish(
            TransferColumns.Devices(null, emptyList()),
            Collections.unmodifiableList(rejected),
            deviationCounts(deviations.asList()),
            messages,
            firstRow,
            0,
        )
    }

    private fun flush() {
        if (pending.isEmpty()) return
        val frames = scratch.frames.bytes
        (frames as Buffer).clear()
        for (payload in pending) {
            frames.putInt(payload.size).put(payload)
        }
        var capacity = pendingBytes / LEAST_OF_A_SNAPSHOT + pending.size
        var found = read(frames.position(), capacity)
        while (found == HotPath.NO_ROOM) {
            capacity *= 2
            found = read(frames.position(), capacity)
        }
        take(HotPath.checked(found).toInt(), capacity)
        firstRow += pending.size
        pending.clear()
        pendingBytes = 0
    }

    private fun read(length: Int, capacity: Int): Long {
        val size = Layout(pending.size, capacity).size
        val columns = scratch.columns(size)
        return HotPath.iot4emissions_decode_transfers(
            scratch.frames.address, length.toLong(), pending.size.toLong(), hotPathOptions,
            columns.address, size.toLong(), capacity.toLong(),
        )
    }

    private fun take(count: Int, capacity: Int) {
        val layout = Layout(pending.size, capacity)
        val columns = scratch.columns(layout.size).bytes
        for (place in deviations.indices) {
            deviations[place] += columns.getLong(place * Long.SIZE_BYTES)
        }
        val first = rows.grow(count)
        rows.acquired(columns, layout.acquired, first, count)
        repeat(Parameter.entries.size) {
            rows.values(it, columns, layout.values + it * capacity * Long.SIZE_BYTES, first, count)
        }
        rows.present(columns, layout.present, first, count)
        var row = first
        val refused = ArrayList<Int>()
        for (frame in pending.indices) {
            val outcome = columns.getInt(layout.outcomes + frame * Int.SIZE_BYTES)
            if (outcome < 0) {
                refused.add(frame)
            } else {
                messages++
                repeat(outcome) { rows.sourceRow[row++] = firstRow + frame }
            }
        }
        check(row == first + count) { "a defect of iot4emissions, please report it" }
        if (refused.isNotEmpty()) refuse(refused)
    }

    /** Says why, in one call. */
    private fun refuse(refused: List<Int>) {
        val frames = ByteBuffer
            .allocateDirect(refused.sumOf { Int.SIZE_BYTES + pending[it].size })
            .order(ByteOrder.nativeOrder())
        for (frame in refused) {
            frames.putInt(pending[frame].size).put(pending[frame])
        }
        (frames as Buffer).flip()
        val parts = Native.call { transfersRejected(frames, options) }
        check(parts.size == refused.size) { "a defect of iot4emissions, please report it" }
        parts.mapTo(rejected) { it.toFacade(firstRow + refused[it.sourceRow.toInt()]) }
    }

    /** Where hot_path.rs puts the columns. */
    private class Layout(frames: Int, capacity: Int) {
        val outcomes = DeviationCode.entries.size * Long.SIZE_BYTES
        val acquired = outcomes + aligned(frames * Int.SIZE_BYTES)
        val values = acquired + capacity * Long.SIZE_BYTES
        val present = values + capacity * Long.SIZE_BYTES * Parameter.entries.size
        val size = present + aligned(capacity)

        private fun aligned(size: Int) = (size + Long.SIZE_BYTES - 1) / Long.SIZE_BYTES * Long.SIZE_BYTES
    }

    /** One thread's memory for batches. */
    private class Scratch {
        val frames = DirectBuffer(FRAMES)
        private var columns = DirectBuffer(FRAMES)

        fun columns(size: Int): DirectBuffer {
            if (columns.size < size) columns = DirectBuffer(size + size / 2)
            return columns
        }

        companion object {
            private val scratch = ThreadLocal.withInitial { Scratch() }

            fun ofThread(): Scratch = scratch.get()
        }
    }

    private companion object {
        /** The longest payload that is accepted, 128 KiB (P-5.3): a longer one is refused alone. */
        const val MOST_OF_A_PAYLOAD = 128 * 1024
        const val FRAMES = 256 * 1024

        /** `{"acquired":1,"tfc":0.0}`; where one is shorter, there is no room, and more is made. */
        const val LEAST_OF_A_SNAPSHOT = 25
    }
}
