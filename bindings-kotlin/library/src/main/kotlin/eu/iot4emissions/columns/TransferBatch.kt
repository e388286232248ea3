package eu.iot4emissions.columns

import eu.iot4emissions.Native
import eu.iot4emissions.internal.DecodeOptions
import eu.iot4emissions.internal.DirectBuffer
import eu.iot4emissions.internal.HotPath
import eu.iot4emissions.internal.transfersRejected
import eu.iot4emissions.message.DeviationCode
import eu.iot4emissions.message.deviationCounts
import eu.iot4emissions.obfcm.Parameter
import java.lang.ref.Reference
import java.nio.Buffer
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.Collections

/**
 * Payloads on their way into columns, by the native library's batch function. Each is copied when
 * it is added: who gives them may use one array again.
 */
internal class TransferBatch(
    private val options: DecodeOptions,
    private val hotPathOptions: Long,
) {
    private val scratch = Scratch.take()
    private val frames = scratch.frames.bytes.also { (it as Buffer).clear() }

    /** Where each frame begins. */
    private val starts = scratch.starts
    private var pending = 0

    private val rows = ColumnsBuilder()
    private val rejected = ArrayList<RejectedRow>()
    private val deviations = LongArray(DeviationCode.entries.size)
    private var messages = 0L
    private var firstRow = 0L

    fun add(payload: ByteArray) {
        if (payload.size > MOST_OF_A_PAYLOAD) {
            flush()
            refuse(framed(payload), intArrayOf(0))
            firstRow++
            return
        }
        val length = Int.SIZE_BYTES + payload.size
        if (length > frames.remaining() || pending == starts.size) flush()
        starts[pending++] = frames.position()
        frames.putInt(payload.size).put(payload)
    }

    fun finish(): TransferColumns {
        flush()
        scratch.giveBack()
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
        if (pending == 0) return
        val length = frames.position()
        var capacity = length / LEAST_OF_A_SNAPSHOT + pending
        var found = read(length, capacity)
        while (found == HotPath.NO_ROOM) {
            capacity *= 2
            found = read(length, capacity)
        }
        take(HotPath.checked(found).toInt(), capacity)
        firstRow += pending
        pending = 0
        (frames as Buffer).clear()
    }

    private fun read(length: Int, capacity: Int): Long {
        val size = Layout(pending, capacity).size
        val columns = scratch.columns(size)
        return HotPath.iot4emissions_decode_transfers(
            scratch.frames.address, length.toLong(), pending.toLong(), hotPathOptions,
            columns.address, size.toLong(), capacity.toLong(),
        )
    }

    private fun take(count: Int, capacity: Int) {
        val layout = Layout(pending, capacity)
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
        for (frame in 0 until pending) {
            val outcome = columns.getInt(layout.outcomes + frame * Int.SIZE_BYTES)
            if (outcome < 0) {
                refused.add(frame)
            } else {
                messages++
                repeat(outcome) { rows.sourceRow[row++] = firstRow + frame }
            }
        }
        check(row == first + count) { DEFECT }
        if (refused.isNotEmpty()) refuse(framed(refused), refused.toIntArray())
    }

    /** Says why, in one call. */
    private fun refuse(framed: ByteBuffer, places: IntArray) {
        val parts = Native.call { transfersRejected(framed, options) }
        // Until here the memory is read, of which the call knows the address alone.
        Reference.reachabilityFence(framed)
        check(parts.size == places.size) { DEFECT }
        parts.mapTo(rejected) { it.toFacade(firstRow + places[it.sourceRow.toInt()]) }
    }

    private fun framed(payload: ByteArray): ByteBuffer {
        val framed = direct(Math.addExact(Int.SIZE_BYTES, payload.size))
        framed.putInt(payload.size).put(payload)
        return framed.also { (it as Buffer).flip() }
    }

    private fun framed(refused: List<Int>): ByteBuffer {
        fun length(frame: Int) = Int.SIZE_BYTES + frames.getInt(starts[frame])
        val framed = direct(refused.sumOf(::length))
        val from = frames.duplicate()
        for (frame in refused) {
            (from as Buffer).limit(starts[frame] + length(frame)).position(starts[frame])
            framed.put(from)
        }
        return framed.also { (it as Buffer).flip() }
    }

    private fun direct(size: Int) = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder())

    /** Where hot_path.rs puts the columns. */
    private class Layout(frames: Int, capacity: Int) {
        val outcomes = DeviationCode.entries.size * Long.SIZE_BYTES
        val acquired = outcomes + aligned(frames * Int.SIZE_BYTES)
        val values = acquired + capacity * Long.SIZE_BYTES
        val present = values + capacity * Long.SIZE_BYTES * Parameter.entries.size
        val size = present + aligned(capacity)

        private fun aligned(size: Int) = (size + Long.SIZE_BYTES - 1) / Long.SIZE_BYTES * Long.SIZE_BYTES
    }

    /** One thread's memory for batches: taken, so that a batch within a batch has its own. */
    private class Scratch {
        val frames = DirectBuffer(FRAMES)
        val starts = IntArray(MOST_AT_ONCE)
        private var columns = DirectBuffer(FRAMES)

        fun columns(size: Int): DirectBuffer {
            if (columns.size < size) columns = DirectBuffer(size + size / 2)
            return columns
        }

        fun giveBack() = free.set(this)

        companion object {
            private val free = ThreadLocal<Scratch?>()

            fun take(): Scratch = free.get()?.also { free.remove() } ?: Scratch()
        }
    }

    private companion object {
        /** The longest payload that is accepted, 128 KiB (P-5.3): a longer one is refused alone. */
        const val MOST_OF_A_PAYLOAD = 128 * 1024
        const val FRAMES = 256 * 1024
        const val MOST_AT_ONCE = 8 * 1024
        const val DEFECT = "a defect of iot4emissions, please report it"

        /** `{"acquired":1,"tfc":0.0}`; where one is shorter, there is no room, and more is made. */
        const val LEAST_OF_A_SNAPSHOT = 25
    }
}
