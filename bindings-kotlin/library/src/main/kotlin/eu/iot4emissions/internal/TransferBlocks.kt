package eu.iot4emissions.internal

import eu.iot4emissions.ClosedException
import eu.iot4emissions.Native
import eu.iot4emissions.columns.LineSource
import eu.iot4emissions.columns.ReadOptions
import eu.iot4emissions.columns.RejectedRow
import eu.iot4emissions.columns.SentTransfer
import eu.iot4emissions.columns.toFacade
import eu.iot4emissions.envelope.toInternal
import java.io.IOException
import java.io.InputStream
import java.nio.Buffer
import java.nio.file.Files
import java.nio.file.Path

/**
 * A source that is read by the native library, block by block. For this library's own artifacts:
 * nothing here is promised to anybody else.
 *
 * Its native side is freed when it is closed, and otherwise by a cleaner.
 */
public class TransferBlocks private constructor(
    private val source: Source,
    private val options: ReadOptions,
    values: ValueForm,
) : AutoCloseable {
    private val reading = Native.call { TransferReading(options.toInternal(values)) }
    private var failure: Throwable? = null
    private var ended = false
    private var closed = false

    /** The rows that were refused in the last block. */
    public var rejected: List<RejectedRow> = emptyList()
        private set

    /** The bytes of the source that were read so far, as they are after gzip. */
    public var bytesRead: Long = 0
        private set

    /**
     * Reads the next block; null at the end. What the source throws comes after what was read
     * before it.
     */
    public fun next(): TakenColumns? = held {
        failure?.let { throw it }
        if (ended) return null
        val refused = ArrayList<RejectedRow>()
        var bytes = 0L
        try {
            while (bytes < options.blockSize && refused.size < MOST_REFUSED && !ended) {
                val read = source.read(reading, options.blockSize - bytes, refused)
                if (read < 0) ended = true else bytes += read
            }
        } catch (error: IOException) {
            failure = error
        } catch (error: RuntimeException) {
            failure = error
        }
        bytesRead += bytes
        rejected = refused
        val taken = Native.call { reading.take() }
        if (taken.rows == 0uL) {
            failure?.let { throw it }
            if (ended) return null
        }
        taken
    }

    /** Nothing, for its schema. */
    public fun empty(): TakenColumns = held { Native.call { reading.take() } }

    /** Copies rows of the last block to this memory. */
    internal fun copy(first: Int, count: Int, to: DirectBuffer) = held {
        Native.call {
            reading.copy(first.toULong(), count.toULong(), to.address.toULong(), to.size.toULong())
        }
    }

    /**
     * Moves the last block to the structures of Arrow's C data interface at these addresses; no
     * schema to the address 0.
     *
     * @throws UnsupportedOperationException if the native library was built without Arrow
     * @throws IllegalArgumentException if Arrow cannot hold it
     */
    public fun exportArrow(array: Long, schema: Long): Unit = held {
        try {
            Native.call { reading.exportArrow(array.toULong(), schema.toULong()) }
        } catch (error: ArrowFault.Without) {
            throw withoutArrow(error.what, error)
        } catch (error: ArrowFault.Refused) {
            throw IllegalArgumentException(error.text, error)
        }
    }

    override fun close() {
        synchronized(this) {
            if (closed) return
            closed = true
            reading.destroy()
        }
        source.close()
    }

    private inline fun <T> held(block: () -> T): T = synchronized(this) {
        if (closed) throw ClosedException("reader of Data Transfers")
        block()
    }

    /** Where a block comes from. */
    private interface Source {
        /** Reads about so many bytes, and gives how many; -1 at the end. */
        fun read(reading: TransferReading, most: Long, refused: MutableList<RejectedRow>): Long

        fun close()
    }

    private class Lines(private val stream: InputStream, blockSize: Int) : Source {
        private val heap = ByteArray(minOf(PIECE, blockSize))
        private val direct = DirectBuffer(heap.size)
        private var last = false
        private var failure: IOException? = null

        /** Whether the native library holds lines that it has not read. */
        private var rest = false

        override fun read(
            reading: TransferReading,
            most: Long,
            refused: MutableList<RejectedRow>,
        ): Long {
            var length = 0
            if (!rest) {
                if (last) return -1
                length = fill(minOf(heap.size.toLong(), most).toInt())
                last = length == 0
            }
            (direct.bytes as Buffer).clear()
            direct.bytes.put(heap, 0, length)
            (direct.bytes as Buffer).flip()
            val rows = Native.call { reading.pushLines(direct.bytes.slice(), last) }
            rows.rejected.mapTo(refused) { it.toFacade() }
            rest = !rows.isDone
            return length.toLong()
        }

        /** What comes before the source throws counts. */
        private fun fill(most: Int): Int {
            failure?.let { throw it }
            var length = 0
            try {
                while (length < most) {
                    val read = stream.read(heap, length, most - length)
                    if (read < 0) break
                    length += read
                }
            } catch (error: IOException) {
                if (length == 0) throw error
                failure = error
            }
            return length
        }

        override fun close() = stream.close()
    }

    private class Messages(private val messages: Iterator<SentTransfer>) : Source {
        private var direct = DirectBuffer(FIRST_MESSAGES)

        override fun read(
            reading: TransferReading,
            most: Long,
            refused: MutableList<RejectedRow>,
        ): Long {
            if (!messages.hasNext()) return -1
            (direct.bytes as Buffer).clear()
            var count = 0
            var failure: Throwable? = null
            try {
                while (messages.hasNext() && direct.bytes.position() < minOf(most, ENOUGH) && count < MOST_AT_ONCE) {
                    put(messages.next())
                    count++
                }
            } catch (@Suppress("TooGenericExceptionCaught") error: Throwable) {
                // What came before it counts.
                failure = error
            }
            val read = direct.bytes.position()
            (direct.bytes as Buffer).flip()
            val rejected = Native.call { reading.pushMessages(direct.bytes.slice()) }
            rejected.mapTo(refused) { it.toFacade() }
            failure?.let { throw it }
            return read.toLong()
        }

        private fun put(message: SentTransfer) {
            // A text of half a surrogate pair is no device ID, nor is what stands for it then.
            val device = message.device?.toByteArray()
            val length = 2L * Int.SIZE_BYTES + (device?.size ?: 0) + message.payload.size
            val needed = Math.toIntExact(direct.bytes.position() + length)
            if (needed > direct.size) {
                val larger = DirectBuffer(maxOf(needed, 2 * direct.size))
                (direct.bytes as Buffer).flip()
                larger.bytes.put(direct.bytes)
                direct = larger
            }
            val bytes = direct.bytes
            if (device == null) bytes.putInt(NO_DEVICE) else bytes.putInt(device.size).put(device)
            bytes.putInt(message.payload.size).put(message.payload)
        }

        override fun close() = Unit
    }

    public companion object {
        /** So much is read at once: its rows stay in the processor's cache. */
        private const val PIECE = 1 shl 18
        private const val ENOUGH = PIECE / 2L
        private const val FIRST_MESSAGES = 1 shl 12
        private const val MOST_AT_ONCE = 1 shl 14
        private const val MOST_REFUSED = 1 shl 14
        private const val NO_DEVICE = -1

        /**
         * Says whether the native library makes Arrow arrays.
         *
         * @throws UnsupportedOperationException if it does not
         */
        public fun expectArrow() {
            if (!Native.call { hasArrow() }) throw withoutArrow(FEATURE, null)
        }

        private const val FEATURE = "its cargo feature `arrow`"

        private fun withoutArrow(what: String, cause: Throwable?) = UnsupportedOperationException(
            "expected a native library with Arrow, found one without $what", cause,
        )

        /** Lines, compressed or not. */
        public fun ofLines(lines: InputStream, options: ReadOptions, values: ValueForm): TransferBlocks =
            TransferBlocks(Lines(LineSource.open(lines), options.blockSize), options, values)

        /** The lines of a file, compressed or not. */
        public fun ofFile(file: Path, options: ReadOptions, values: ValueForm): TransferBlocks {
            val stream = Files.newInputStream(file)
            var opened = false
            try {
                return ofLines(stream, options, values).also { opened = true }
            } finally {
                if (!opened) stream.close()
            }
        }

        /** Messages, taken as they are needed. */
        public fun ofMessages(
            messages: Iterator<SentTransfer>,
            options: ReadOptions,
            values: ValueForm,
        ): TransferBlocks = TransferBlocks(Messages(messages), options, values)
    }
}

private fun ReadOptions.toInternal(values: ValueForm) = TransferOptions(
    form.toInternal(),
    names.toInternal(),
    DecodeOptions(Profile.entries[profile.ordinal], nullIsAbsent),
    values,
)
