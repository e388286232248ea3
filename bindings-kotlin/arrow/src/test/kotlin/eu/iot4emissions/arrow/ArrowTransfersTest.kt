package eu.iot4emissions.arrow

import eu.iot4emissions.ClosedException
import eu.iot4emissions.columns.ReadOptions
import eu.iot4emissions.columns.SentTransfer
import eu.iot4emissions.columns.Transfers
import eu.iot4emissions.internal.TransferBlocks
import eu.iot4emissions.internal.ValueForm
import eu.iot4emissions.message.DeviationCode
import eu.iot4emissions.obfcm.Parameter
import org.apache.arrow.c.ArrowArray
import org.apache.arrow.c.ArrowSchema
import org.apache.arrow.c.CDataDictionaryProvider
import org.apache.arrow.c.Data
import org.apache.arrow.memory.RootAllocator
import org.apache.arrow.memory.util.MemoryUtil
import org.apache.arrow.vector.DecimalVector
import org.apache.arrow.vector.FieldVector
import org.apache.arrow.vector.Float8Vector
import org.apache.arrow.vector.TimeStampMicroTZVector
import org.apache.arrow.vector.UInt8Vector
import org.apache.arrow.vector.dictionary.DictionaryEncoder
import org.apache.arrow.vector.ipc.ArrowReader
import org.apache.arrow.vector.ipc.ArrowStreamReader
import org.apache.arrow.vector.types.pojo.Field
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource
import java.io.ByteArrayInputStream
import java.io.IOException
import java.io.InputStream
import java.nio.file.Path

class ArrowTransfersTest {
    private val resources = Path.of("src/test/resources")
    private val lines = resources.resolve("lines.ndjson")

    /** All rows of all batches, as Java objects by name. */
    private fun rows(reader: ArrowReader): List<Map<String, Any?>> {
        val rows = ArrayList<Map<String, Any?>>()
        val root = reader.vectorSchemaRoot
        while (reader.loadNextBatch()) {
            val columns = root.fieldVectors.associate { it.name to values(it, reader) }
            repeat(root.rowCount) { row -> rows.add(columns.mapValues { it.value[row] }) }
        }
        return rows
    }

    private fun values(vector: FieldVector, reader: ArrowReader): List<Any?> {
        val encoding = vector.field.dictionary
            ?: return List(vector.valueCount) { vector.getObject(it) }
        DictionaryEncoder.decode(vector, reader.lookup(encoding.id)).use { decoded ->
            return List(decoded.valueCount) { decoded.getObject(it)?.toString() }
        }
    }

    private fun described(field: Field) = listOf(
        field.name, field.isNullable, field.type, field.metadata, field.dictionary?.indexType,
        field.dictionary?.isOrdered,
    )

    @ParameterizedTest
    @EnumSource
    fun `schema and values are those of Python`(values: ArrowValues) {
        RootAllocator().use { allocator ->
            resources.resolve("${values.name.lowercase()}.arrows").toFile().inputStream().use { file ->
                ArrowStreamReader(file, allocator).use { python ->
                    ArrowTransfers.scan(allocator, lines, ReadOptions(blockSize = 3_000), values).use { reader ->
                        assertEquals(
                            python.vectorSchemaRoot.schema.fields.map(::described),
                            reader.vectorSchemaRoot.schema.fields.map(::described),
                        )
                        val expected = rows(python)
                        assertEquals(55, expected.size)
                        assertEquals(expected, rows(reader))
                        assertEquals(6, reader.rejectedCount)
                        assertEquals(55, reader.messages)
                        assertEquals(61, reader.sourceRows)
                        assertEquals(mapOf(DeviationCode.NUMBER_AS_STRING to 1L), reader.deviations)
                        assertEquals(lines.toFile().length(), reader.bytesRead())
                    }
                }
            }
        }
    }

    @Test
    fun `the values are those of the columns without Arrow`() {
        val columns = Transfers.read(lines)
        RootAllocator().use { allocator ->
            ArrowTransfers.scan(allocator, lines).use { reader ->
                assertTrue(reader.loadNextBatch())
                val root = reader.vectorSchemaRoot
                assertEquals(columns.size, root.rowCount)
                assertEquals(columns.rejected, reader.rejected)
                for (row in 0 until columns.size) {
                    val acquired = (root.getVector("acquired") as TimeStampMicroTZVector).get(row)
                    assertEquals(columns.acquiredSeconds(row) * 1_000_000, acquired)
                    assertEquals(columns.sourceRow(row), (root.getVector("source_row") as UInt8Vector).get(row))
                    for (parameter in Parameter.entries) {
                        val vector = root.getVector(parameter.wireName) as DecimalVector
                        assertEquals(columns.value(parameter, row), vector.getObject(row))
                    }
                }
            }
        }
    }

    @Test
    fun `refused rows are those of Python`() {
        RootAllocator().use { allocator ->
            resources.resolve("rejected.arrows").toFile().inputStream().use { file ->
                ArrowStreamReader(file, allocator).use { python ->
                    ArrowTransfers.scan(allocator, lines).use { reader ->
                        assertTrue(reader.loadNextBatch())
                        reader.rejectedVectors().use { root ->
                            assertTrue(python.loadNextBatch())
                            val expected = python.vectorSchemaRoot
                            assertEquals(expected.schema.fields.map(::described), root.schema.fields.map(::described))
                            assertEquals(6, root.rowCount)
                            for (vector in expected.fieldVectors) {
                                assertEquals(values(vector, python), values(root.getVector(vector.name), reader))
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    fun `nothing is copied`() {
        RootAllocator().use { allocator ->
            TransferBlocks.ofFile(lines, ReadOptions(), ValueForm.FLOAT64).use { blocks ->
                assertEquals(55uL, blocks.next()?.snapshots)
                ArrowArray.allocateNew(allocator).use { array ->
                    ArrowSchema.allocateNew(allocator).use { schema ->
                        blocks.exportArrow(array.memoryAddress(), schema.memoryAddress())
                        val given = addresses(array)
                        val before = allocator.allocatedMemory
                        val provider = CDataDictionaryProvider()
                        Data.importVectorSchemaRoot(allocator, array, schema, provider).use { root ->
                            val found = root.fieldVectors.map { it.dataBuffer.memoryAddress() }
                            assertEquals(given, found)
                            assertEquals(12, found.toSet().size)
                            assertTrue(allocator.allocatedMemory > before)
                        }
                        provider.close()
                    }
                }
            }
        }
    }

    /** Where the native library holds the values of each column. */
    private fun addresses(array: ArrowArray): List<Long> {
        val whole = array.snapshot()
        return List(whole.n_children.toInt()) { place ->
            val child = ArrowArray.wrap(MemoryUtil.getLong(whole.children + place * Long.SIZE_BYTES)).snapshot()
            assertEquals(0, child.offset)
            MemoryUtil.getLong(child.buffers + Long.SIZE_BYTES)
        }
    }

    @Test
    fun `all memory is free when all is closed`() {
        val payload = """{"data":[{"acquired":1,"tfc":1.0}]}""".encodeToByteArray()
        val allocator = RootAllocator()
        repeat(50) { round ->
            val messages = List(1_000) { SentTransfer("vehicle-$it", payload) }
            val reader = ArrowTransfers.scanMessages(allocator, messages, ReadOptions(blockSize = 10_000))
            reader.use {
                // Some are closed before the end, or before the beginning.
                repeat(round % 5) { _ -> assertTrue(it.loadNextBatch()) }
                if (round % 5 > 0) assertTrue(allocator.allocatedMemory > 0)
            }
            assertEquals(0, allocator.allocatedMemory)
            val closed = assertThrows(ClosedException::class.java) { reader.loadNextBatch() }
            assertEquals("closed", closed.code)
        }
        allocator.close()
    }

    @Test
    fun `vectors that were taken outlive their reader`() {
        RootAllocator().use { allocator ->
            val reader = ArrowTransfers.scan(allocator, lines, values = ArrowValues.FLOAT64)
            reader.loadNextBatch()
            val transfer = reader.vectorSchemaRoot.getVector("tdt").getTransferPair(allocator)
            transfer.transfer()
            reader.close()
            (transfer.to as Float8Vector).use { assertEquals(0.0, it.get(it.valueCount - 1)) }
        }
    }

    @Test
    fun `an empty source has a schema and no batch`() {
        RootAllocator().use { allocator ->
            ArrowTransfers.scan(allocator, InputStream.nullInputStream()).use { reader ->
                assertEquals(12, reader.vectorSchemaRoot.schema.fields.size)
                assertFalse(reader.loadNextBatch())
                assertEquals(0, reader.vectorSchemaRoot.rowCount)
            }
        }
    }

    @Test
    fun `refused rows alone are a batch of no row`() {
        RootAllocator().use { allocator ->
            ArrowTransfers.scan(allocator, ByteArrayInputStream("x\n".repeat(20_000).encodeToByteArray())).use { reader ->
                val rows = ArrayList<Long>()
                while (reader.loadNextBatch()) {
                    assertEquals(0, reader.vectorSchemaRoot.rowCount)
                    reader.rejected.mapTo(rows) { it.sourceRow }
                }
                assertEquals((0L until 20_000).toList(), rows)
                assertEquals(emptyList<Any>(), reader.rejected)
            }
        }
    }

    @Test
    fun `what the source throws comes after what came before it`() {
        val broken = object : InputStream() {
            private val whole = lines.toFile().inputStream()
            override fun read(): Int = error("not called")
            override fun read(to: ByteArray, at: Int, length: Int): Int =
                whole.read(to, at, length).also { if (it < 0) throw IOException("unplugged") }
        }
        RootAllocator().use { allocator ->
            ArrowTransfers.scan(allocator, broken).use { reader ->
                assertTrue(reader.loadNextBatch())
                // The last line has no end.
                assertEquals(54, reader.vectorSchemaRoot.rowCount)
                assertThrows(IOException::class.java) { reader.loadNextBatch() }
            }
        }
    }

    @Test
    fun `a reader of tenths gives no Arrow arrays`() {
        TransferBlocks.ofFile(lines, ReadOptions(), ValueForm.TENTHS).use { blocks ->
            val error = assertThrows(UnsupportedOperationException::class.java) { blocks.exportArrow(0, 0) }
            assertEquals("expected a native library with Arrow, found one without values", error.message)
        }
    }
}
