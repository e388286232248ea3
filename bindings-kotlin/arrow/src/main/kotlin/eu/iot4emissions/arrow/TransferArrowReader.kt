package eu.iot4emissions.arrow

import eu.iot4emissions.columns.RejectedRow
import eu.iot4emissions.internal.TransferBlocks
import eu.iot4emissions.message.DeviationCode
import org.apache.arrow.c.ArrowArray
import org.apache.arrow.c.ArrowSchema
import org.apache.arrow.c.CDataDictionaryProvider
import org.apache.arrow.c.Data
import org.apache.arrow.memory.BufferAllocator
import org.apache.arrow.vector.VectorSchemaRoot
import org.apache.arrow.vector.dictionary.Dictionary
import org.apache.arrow.vector.ipc.ArrowReader
import org.apache.arrow.vector.types.pojo.Schema
import java.io.IOException
import java.util.Collections

/**
 * Data Transfers as Arrow vectors, batch by batch: what [ArrowTransfers] gives.
 *
 * As every `ArrowReader`, it has one root, whose vectors each [loadNextBatch] replaces, and which
 * [close] releases together with the source; each batch has a dictionary of device IDs of its own.
 * Memory that nobody released is missed by the allocator when that is closed; the native side of a
 * reader that nobody closed is freed by a cleaner. One thread at a time reads it.
 *
 * A batch may hold refused rows alone: look at [rejected] after each.
 */
public class TransferArrowReader internal constructor(
    allocator: BufferAllocator,
    private val blocks: TransferBlocks,
) : ArrowReader(allocator) {
    private val provider = CDataDictionaryProvider()
    private val deviationCounts = sortedMapOf<DeviationCode, Long>()

    /** The rows of the batch that are no Data Transfer, each with its reason (P-5.3). */
    public var rejected: List<RejectedRow> = emptyList()
        private set

    /** How many rows of all batches so far are no Data Transfer. */
    public var rejectedCount: Long = 0
        private set

    /** How many messages of all batches so far were accepted. */
    public var messages: Long = 0
        private set

    /** How many lines, blank ones too, or messages were read so far. */
    public var sourceRows: Long = 0
        private set

    /**
     * How many accepted messages so far have an envelope in which something that is no time stands
     * where the time belongs.
     */
    public var unreadTimes: Long = 0
        private set

    /** How often accepted messages so far deviate from the canonical forms (P-5.4). */
    public val deviations: Map<DeviationCode, Long>
        get() = Collections.unmodifiableMap(LinkedHashMap(deviationCounts))

    /**
     * Reads the next batch into the root; false at the end. What the source throws comes after what
     * came before it was given.
     *
     * @throws eu.iot4emissions.ClosedException after [close]
     */
    @Throws(IOException::class)
    override fun loadNextBatch(): Boolean {
        prepareLoadNextBatch()
        rejected = emptyList()
        val taken = blocks.next() ?: return false
        rejected = Collections.unmodifiableList(blocks.rejected)
        rejectedCount += rejected.size
        messages += taken.messages.toLong()
        sourceRows += taken.rows.toLong()
        unreadTimes += taken.unreadTimes.toLong()
        for ((place, count) in taken.deviations.withIndex()) {
            if (count > 0u) deviationCounts.merge(DeviationCode.entries[place], count.toLong(), Long::plus)
        }
        ArrowArray.allocateNew(allocator).use { array ->
            blocks.exportArrow(array.memoryAddress(), NONE)
            Data.importIntoVectorSchemaRoot(allocator, array, vectorSchemaRoot, provider)
        }
        return true
    }

    /**
     * The rows of the batch that are no Data Transfer as vectors, for who closes them: `source_row`
     * (`uint64`), `device` (may be null), `code`, `pointer` and `error` (`large_utf8`), as
     * [RejectedRow] has them. They are copies.
     */
    public fun rejectedVectors(): VectorSchemaRoot = vectorsOf(rejected, allocator)

    /** The bytes of the source that were read so far, as they are after gzip. */
    override fun bytesRead(): Long = blocks.bytesRead

    override fun lookup(id: Long): Dictionary? = provider.lookup(id)

    override fun getDictionaryIds(): Set<Long> = provider.dictionaryIds

    override fun getDictionaryVectors(): Map<Long, Dictionary> =
        provider.dictionaryIds.associateWith { provider.lookup(it) }

    @Throws(IOException::class)
    override fun closeReadSource() {
        provider.close()
        blocks.close()
    }

    override fun readSchema(): Schema =
        ArrowSchema.allocateNew(allocator).use { schema ->
            ArrowArray.allocateNew(allocator).use { array ->
                blocks.empty()
                blocks.exportArrow(array.memoryAddress(), schema.memoryAddress())
                array.release()
            }
            Data.importSchema(allocator, schema, provider)
        }

    private companion object {
        const val NONE = 0L
    }
}
