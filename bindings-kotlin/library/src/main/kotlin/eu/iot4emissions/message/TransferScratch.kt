package eu.iot4emissions.message

import eu.iot4emissions.internal.DirectBuffer
import eu.iot4emissions.internal.HotPath
import eu.iot4emissions.obfcm.Snapshot
import eu.iot4emissions.obfcm.Values
import java.math.BigDecimal
import java.nio.Buffer
import java.time.Instant
import java.util.Collections

/** One thread's memory for reading one Data Transfer the fast way. */
internal class TransferScratch private constructor() {
    private val payload = DirectBuffer(MOST_BYTES)
    private val rows = DirectBuffer(MOST_ROWS * ROW)

    /** The message, if it is accepted without a deviation; null also where it is large. */
    fun decode(bytes: ByteArray, options: Long): DataTransfer? {
        if (bytes.size > MOST_BYTES) return null
        val payload = payload.bytes
        (payload as Buffer).clear()
        payload.put(bytes)
        val result = HotPath.iot4emissions_decode_transfer(
            this.payload.address, bytes.size.toLong(), options, rows.address, rows.size.toLong(),
        )
        return when (val count = HotPath.checked(result).toInt()) {
            HotPath.NOT_HERE.toInt() -> null
            1 -> DataTransfer(Collections.singletonList(snapshot(0)))
            else -> DataTransfer(
                Collections.unmodifiableList(
                    ArrayList<Snapshot>(count).apply { repeat(count) { add(snapshot(it * ROW)) } },
                ),
            )
        }
    }

    private fun snapshot(at: Int): Snapshot {
        val rows = rows.bytes
        val present = rows.getLong(at + PRESENT)
        val values = Values.of {
            if (present and (1L shl it) == 0L) {
                null
            } else {
                val tenths = rows.getInt(at + VALUES + it * Int.SIZE_BYTES)
                BigDecimal.valueOf(tenths.toLong() and UNSIGNED, 1)
            }
        }
        return Snapshot(Instant.ofEpochSecond(rows.getLong(at)), values)
    }

    companion object {
        /** A year of daily snapshots has more: it takes the other way, whose cost it hides. */
        private const val MOST_BYTES = 8 * 1024
        private const val MOST_ROWS = 128

        // As hot_path.rs lays a snapshot out.
        private const val PRESENT = 8
        private const val VALUES = 16
        private const val ROW = 48
        private const val UNSIGNED = 0xffff_ffffL

        private val scratch = ThreadLocal.withInitial { TransferScratch() }

        fun ofThread(): TransferScratch = scratch.get()
    }
}
