package eu.iot4emissions.arrow

import eu.iot4emissions.columns.RejectedRow
import org.apache.arrow.memory.BufferAllocator
import org.apache.arrow.vector.LargeVarCharVector
import org.apache.arrow.vector.UInt8Vector
import org.apache.arrow.vector.VectorSchemaRoot
import org.apache.arrow.vector.types.pojo.ArrowType
import org.apache.arrow.vector.types.pojo.Field
import org.apache.arrow.vector.types.pojo.FieldType
import org.apache.arrow.vector.types.pojo.Schema

/** Bits of `uint64`. */
private const val BITS = 64

/** Names, types and meanings as the Python package has them. */
private val schema = Schema(
    listOf(
        field("source_row", ArrowType.Int(BITS, false), "line or message of the source, from 0"),
        text("device", "who sent it, where that much is known"),
        text("code", "the first problem, as a stable code"),
        text("pointer", "where it is, a JSON Pointer (RFC 6901)"),
        text(
            "error",
            "every problem, in words, behind the number of the line, from 1; a column counts in the payload",
        ),
    ),
)

private fun text(name: String, meaning: String) = field(name, ArrowType.LargeUtf8(), meaning)

private fun field(name: String, type: ArrowType, meaning: String) =
    Field(name, FieldType(name == "device", type, null, mapOf("meaning" to meaning)), null)

/** Refused rows as vectors. */
internal fun vectorsOf(rejected: List<RejectedRow>, allocator: BufferAllocator): VectorSchemaRoot {
    val root = VectorSchemaRoot.create(schema, allocator)
    var filled = false
    try {
        fun texts(name: String, of: (RejectedRow) -> String?) {
            val vector = root.getVector(name) as LargeVarCharVector
            for ((place, row) in rejected.withIndex()) {
                val text = of(row)
                if (text == null) vector.setNull(place) else vector.setSafe(place, text.toByteArray())
            }
        }
        val sourceRow = root.getVector("source_row") as UInt8Vector
        rejected.forEachIndexed { place, row -> sourceRow.setSafe(place, row.sourceRow) }
        texts("device") { it.device?.text }
        texts("code") { it.code }
        texts("pointer") { it.pointer }
        texts("error") { it.error }
        root.rowCount = rejected.size
        filled = true
        return root
    } finally {
        if (!filled) root.close()
    }
}
