package eu.iot4emissions.columns

import eu.iot4emissions.internal.DirectBuffer
import eu.iot4emissions.internal.TakenColumns
import eu.iot4emissions.internal.TransferBlocks
import eu.iot4emissions.message.deviationCounts
import eu.iot4emissions.obfcm.Parameter
import java.util.Collections

/**
 * Data Transfers as columns, block by block, with bounded memory: what [Transfers.scan] gives. To
 * be closed, which closes the source; a native part that nobody closed is freed by a cleaner. One
 * thread at a time reads it.
 *
 * What the source throws is thrown after what came before it was given; then it is thrown by
 * every further call.
 */
public class TransferScan private constructor(private val blocks: TransferBlocks) :
    Iterator<TransferColumns>, AutoCloseable {
    private var ahead: TransferColumns? = null
    private val window = lazy { DirectBuffer(WINDOW * ROW + SLACK) }

    /**
     * Whether there is another block, which is read for it.
     *
     * @throws eu.iot4emissions.ClosedException after [close]
     */
    override fun hasNext(): Boolean {
        if (ahead == null) ahead = read()
        return ahead != null
    }

    /**
     * The next block: its snapshots, and its refused rows.
     *
     * @throws NoSuchElementException after the last one
     * @throws eu.iot4emissions.ClosedException after [close]
     */
    override fun next(): TransferColumns {
        if (!hasNext()) throw NoSuchElementException("expected another block, found the end")
        return checkNotNull(ahead).also { ahead = null }
    }

    override fun close() {
        ahead = null
        blocks.close()
    }

    private fun read(): TransferColumns? {
        val taken = blocks.next() ?: return null
        val rows = ColumnsBuilder()
        val size = Math.toIntExact(taken.snapshots.toLong())
        rows.grow(size)
        for (first in 0 until size step WINDOW) {
            copy(rows, first, minOf(WINDOW, size - first))
        }
        return rows.finish(
            TransferColumns.Devices(null, devices(taken)),
            Collections.unmodifiableList(blocks.rejected),
            deviationCounts(taken.deviations.map { it.toLong() }),
            taken.messages.toLong(),
            taken.rows.toLong(),
            taken.unreadTimes.toLong(),
        )
    }

    /** In the order in which the native library's `copy` gives them. */
    private fun copy(rows: ColumnsBuilder, first: Int, count: Int) {
        val window = window.value
        blocks.copy(first, count, window)
        val bytes = window.bytes
        val longs = count * Long.SIZE_BYTES
        rows.sourceRow(bytes, 0, first, count)
        rows.acquired(bytes, longs, first, count)
        rows.received(bytes, 2 * longs, first, count)
        val parameters = Parameter.entries.size
        repeat(parameters) { rows.values(it, bytes, (VALUES + it) * longs, first, count) }
        val keys = (VALUES + parameters) * longs
        rows.keys(bytes, keys, first, count)
        val present = keys + (count * Int.SIZE_BYTES + Long.SIZE_BYTES - 1) / Long.SIZE_BYTES * Long.SIZE_BYTES
        rows.present(bytes, present, first, count)
    }

    private fun devices(taken: TakenColumns): List<String> {
        var end = 0
        return taken.deviceLengths.map { length ->
            val start = end
            end += length.toInt()
            taken.deviceText.substring(start, end)
        }
    }

    internal companion object {
        /** So many rows are copied at once: they stay in the processor's cache. */
        private const val WINDOW = 4096
        private const val VALUES = 3
        private const val ROW = (VALUES + 8) * Long.SIZE_BYTES + Int.SIZE_BYTES + 1
        private const val SLACK = 16

        /** Java sees no internal constructor. */
        @JvmSynthetic
        operator fun invoke(blocks: TransferBlocks): TransferScan = TransferScan(blocks)
    }
}
