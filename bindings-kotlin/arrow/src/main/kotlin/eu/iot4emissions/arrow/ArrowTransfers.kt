package eu.iot4emissions.arrow

import eu.iot4emissions.columns.ReadOptions
import eu.iot4emissions.columns.SentTransfer
import eu.iot4emissions.internal.TransferBlocks
import eu.iot4emissions.internal.ValueForm
import org.apache.arrow.memory.BufferAllocator
import java.io.IOException
import java.io.InputStream
import java.nio.file.Path

/** The form of the eight values. */
public enum class ArrowValues {
    /** `decimal(10, 1)`, exact. */
    DECIMAL,

    /** `float64`, the nearest number. */
    FLOAT64,
}

/**
 * Reads many Data Transfers into Arrow vectors, checked, for Spark, Flink and whatever else takes
 * them (P-5.1 to P-5.5, P-5.40 to P-5.43, JRC127600 Table 7). The vectors lie over the native
 * library's memory: nothing is copied. What a source may hold, says
 * [Transfers][eu.iot4emissions.columns.Transfers].
 *
 * | column | type | unit, meaning |
 * |---|---|---|
 * | `device` | dictionary of `utf8`, may be null | device ID of the sender, where it is known |
 * | `acquired` | `timestamp[us, UTC]` | when the vehicle took the snapshot |
 * | `tfc` | `decimal(10, 1)` or `float64`, may be null | total fuel consumed, l |
 * | `tdt` | 〃 | total distance travelled, km |
 * | `tfccdo` | 〃 | fuel, charge depleting operation, l |
 * | `tfcdscio` | 〃 | fuel, driver-selectable charge increasing operation, l |
 * | `tdtcdoeo` | 〃 | distance, charge depleting, engine off, km |
 * | `tdtcdoer` | 〃 | distance, charge depleting, engine running, km |
 * | `tdtdscio` | 〃 | distance, driver-selectable charge increasing, km |
 * | `tgeib` | 〃 | grid energy into the battery, kWh |
 * | `received` | `timestamp[ms, UTC]`, may be null | when the message was received, where its envelope says so |
 * | `source_row` | `uint64` | line or message of the source, from 0 |
 *
 * Each field bears its `meaning` and `unit` as metadata.
 */
public object ArrowTransfers {
    /**
     * Opens a file, which closing the reader closes.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it begins like a file of another kind, such as Parquet
     * @throws UnsupportedOperationException if the native library was built without Arrow
     */
    @JvmStatic
    @JvmOverloads
    @Throws(IOException::class)
    public fun scan(
        allocator: BufferAllocator,
        file: Path,
        options: ReadOptions = ReadOptions(),
        values: ArrowValues = ArrowValues.DECIMAL,
    ): TransferArrowReader {
        expectArrow()
        return TransferArrowReader(allocator, TransferBlocks.ofFile(file, options, values.form()))
    }

    /**
     * Reads a stream, which closing the reader closes.
     *
     * @throws IOException if its first bytes cannot be read
     * @throws IllegalArgumentException if it begins like a file of another kind, such as Parquet
     * @throws UnsupportedOperationException if the native library was built without Arrow
     */
    @JvmStatic
    @JvmOverloads
    @Throws(IOException::class)
    public fun scan(
        allocator: BufferAllocator,
        stream: InputStream,
        options: ReadOptions = ReadOptions(),
        values: ArrowValues = ArrowValues.DECIMAL,
    ): TransferArrowReader {
        expectArrow()
        return TransferArrowReader(allocator, TransferBlocks.ofLines(stream, options, values.form()))
    }

    /**
     * Reads messages, each taken when it is needed.
     *
     * @throws UnsupportedOperationException if the native library was built without Arrow
     */
    @JvmStatic
    @JvmOverloads
    public fun scanMessages(
        allocator: BufferAllocator,
        messages: Iterable<SentTransfer>,
        options: ReadOptions = ReadOptions(),
        values: ArrowValues = ArrowValues.DECIMAL,
    ): TransferArrowReader {
        expectArrow()
        val blocks = TransferBlocks.ofMessages(messages.iterator(), options, values.form())
        return TransferArrowReader(allocator, blocks)
    }

    private fun expectArrow() = TransferBlocks.expectArrow()

    private fun ArrowValues.form() = when (this) {
        ArrowValues.DECIMAL -> ValueForm.DECIMAL
        ArrowValues.FLOAT64 -> ValueForm.FLOAT64
    }
}
