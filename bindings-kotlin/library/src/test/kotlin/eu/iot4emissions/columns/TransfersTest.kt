package eu.iot4emissions.columns

import eu.iot4emissions.ClosedException
import eu.iot4emissions.envelope.EnvelopeNames
import eu.iot4emissions.envelope.LineForm
import eu.iot4emissions.envelope.TimeUnit
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.message.DeviationCode
import eu.iot4emissions.obfcm.Parameter
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.EOFException
import java.io.IOException
import java.io.InputStream
import java.math.BigDecimal
import java.nio.file.Path
import java.time.Instant
import java.util.zip.GZIPOutputStream
import java.util.zip.ZipException

class TransfersTest {
    private val cases = Path.of("../../bindings-python/tests/transfers/cases")

    private fun stream(text: String) = ByteArrayInputStream(text.encodeToByteArray())

    private fun gzip(text: String): ByteArray {
        val bytes = ByteArrayOutputStream()
        GZIPOutputStream(bytes).use { it.write(text.encodeToByteArray()) }
        return bytes.toByteArray()
    }

    @Test
    fun `a bad line costs the others nothing`() {
        val text = """{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}""" + "\n" +
            """{"data":[{"acquired":1622538000,"tfc":null}]}""" + "\r\n\n" +
            """{"device":"f371cb00","received":1622538007.5,"payload":{"data":[{"tdt":"300.0","acquired":1625130000}]}}"""
        val columns = Transfers.read(stream(text))
        assertEquals(2, columns.size)
        assertEquals(listOf(0L, 3L), columns.sourceRowArray().toList())
        assertEquals(BigDecimal("32.5"), columns.value(Parameter.TOTAL_FUEL_CONSUMED, 0))
        assertNull(columns.value(Parameter.TOTAL_FUEL_CONSUMED, 1))
        assertFalse(columns.isPresent(Parameter.TOTAL_FUEL_CONSUMED, 1))
        assertEquals(-1, columns.tenths(Parameter.TOTAL_FUEL_CONSUMED, 1))
        assertEquals(listOf(325L, -1L), columns.tenthsArray(Parameter.TOTAL_FUEL_CONSUMED).toList())
        assertEquals(listOf(295.9, 300.0), columns.doubleArray(Parameter.TOTAL_DISTANCE_TRAVELLED).toList())
        assertTrue(columns.doubleArray(Parameter.TOTAL_FUEL_CONSUMED)[1].isNaN())
        assertEquals(Instant.ofEpochSecond(1_625_130_000), columns.acquired(1))
        assertNull(columns.device(0))
        assertEquals(DeviceId.of("f371cb00"), columns.device(1))
        assertNull(columns.received(0))
        assertEquals(Instant.parse("2021-06-01T09:00:07.500Z"), columns.received(1))
        assertEquals(mapOf(DeviationCode.NUMBER_AS_STRING to 1L), columns.deviations)
        assertEquals(2, columns.messages)
        assertEquals(4, columns.sourceRows)
        val rejected = columns.rejected.single()
        assertEquals(1L, rejected.sourceRow)
        assertEquals("null", rejected.code)
        assertEquals("/data/0/tfc", rejected.pointer)
        assertTrue(rejected.error.startsWith("line 2: not a Data Transfer message: ")) { rejected.error }
        assertThrows(IndexOutOfBoundsException::class.java) { columns.sourceRow(2) }
        assertThrows(IndexOutOfBoundsException::class.java) { columns.device(-1) }
        assertEquals("TransferColumns(size=2, messages=2, sourceRows=4, rejected=1)", columns.toString())
    }

    @Test
    fun `the files that Python reads are read the same`() {
        fun read(file: String, options: ReadOptions = ReadOptions()) = Transfers.read(cases.resolve(file), options)
        val aws = read("aws-select-star-topic.ndjson", ReadOptions(names = EnvelopeNames.preset("aws-iot")))
        assertEquals(DeviceId.of("f371cb00"), aws.device(0))
        assertEquals(Instant.ofEpochMilli(1_622_538_007_123), aws.received(0))
        assertEquals(3, read("firehose-no-newline.ndjson").size)
        assertEquals(listOf("null"), read("kafka-connect-schema.ndjson").rejected.map { it.code })
        assertEquals(3, read("kafka-connect-schema.ndjson", ReadOptions(nullIsAbsent = true)).size)
        assertEquals(DeviceId.of("f371cb00"), read("mosquitto-sub-v.txt").device(0))
        for ((file, problem) in mapOf(
            "node-red-buffer" to ("type" to "/data"),
            "timestamp-ns" to ("out-of-range" to "/data/0/acquired"),
            "nan" to ("syntax" to ""),
            "gson" to ("exponent" to "/data/0/acquired"),
            "polars-nulls" to ("null" to "/data/0/tdt"),
        )) {
            assertEquals(problem, read("$file.ndjson").rejected.single().let { it.code to it.pointer })
        }
        assertEquals(1, read("polars-nulls.ndjson", ReadOptions(nullIsAbsent = true)).size)
        for (file in listOf("gzip-trailing-newline.ndjson.gz", "gzip-trailing-zeros.ndjson.gz")) {
            val columns = read(file)
            assertEquals(0, columns.rejected.size)
            assertTrue(columns.size > 0)
        }
    }

    @Test
    fun `gzip of several members is read to the end and damage is told`() {
        val line = """{"data":[{"acquired":1,"tfc":1.0}]}""" + "\n"
        fun read(bytes: ByteArray) = Transfers.read(ByteArrayInputStream(bytes))
        val two = gzip(line.repeat(50_000)) + gzip(line)
        assertEquals(50_001, read(two).size)
        assertEquals(50_001, read(two + ByteArray(100_000)).size)
        assertEquals(0, read(gzip("")).size)
        val cut = assertThrows(EOFException::class.java) { read(two.copyOf(two.size - 4)) }
        assertEquals("expected the rest of the gzip data, found its end", cut.message)
        val behind = assertThrows(ZipException::class.java) { read(two + "x".encodeToByteArray()) }
        assertEquals(
            "expected zeros, a line end or another member behind the gzip data, found the byte 0x78",
            behind.message,
        )
        val damaged = two.copyOf().also { it[it.size - 6] = (it[it.size - 6] + 1).toByte() }
        assertThrows(ZipException::class.java) { read(damaged) }
        val error = assertThrows(IllegalArgumentException::class.java) { read("PAR1\u0015\u0004".encodeToByteArray()) }
        assertEquals(
            "expected newline-delimited JSON, compressed with gzip or not, found a Parquet file", error.message,
        )
    }

    @Test
    fun `blocks joined are what one block is`() {
        val lines = StringBuilder()
        for (row in 0 until 30_000) {
            val device = "vehicle-${row % 700}"
            val payload = """{"data":[{"acquired":${row + 1},"tdt":${row}.5},{"acquired":${row + 2},"tfc":1.5}]}"""
            lines.append(
                when {
                    row % 97 == 0 -> "nothing\n"
                    row % 3 == 0 -> "$payload\n"
                    else -> """{"device":"$device","received":$row,"payload":$payload}""" + "\n"
                },
            )
        }
        val small = ReadOptions(blockSize = 1_000)
        val blocks = Transfers.scan(stream(lines.toString()), small).use { it.asSequence().toList() }
        assertTrue(blocks.size > 1_000)
        val one = Transfers.scan(stream(lines.toString()), ReadOptions(blockSize = Int.MAX_VALUE))
            .use { it.asSequence().single() }
        same(one, Transfers.read(stream(lines.toString()), small))
        assertEquals(blocks.sumOf { it.rejected.size }, one.rejected.size)
        assertEquals(30_000, blocks.sumOf { it.sourceRows })
    }

    private fun same(expected: TransferColumns, found: TransferColumns) {
        assertEquals(expected.size, found.size)
        assertEquals(expected.rejected, found.rejected)
        assertEquals(expected.deviations, found.deviations)
        assertEquals(expected.messages, found.messages)
        assertEquals(expected.sourceRows, found.sourceRows)
        for (row in 0 until expected.size) {
            assertEquals(expected.snapshot(row), found.snapshot(row))
            assertEquals(expected.device(row), found.device(row))
            assertEquals(expected.received(row), found.received(row))
            assertEquals(expected.sourceRow(row), found.sourceRow(row))
        }
    }

    @Test
    fun `every line wrong is refused line by line`() {
        val scan = Transfers.scan(stream("x\n".repeat(100_000)))
        val blocks = scan.use { it.asSequence().toList() }
        assertTrue(blocks.size > 4)
        val rows = blocks.flatMap { it.rejected }.map { it.sourceRow }
        assertEquals((0L until 100_000).toList(), rows)
    }

    @Test
    fun `messages come with their senders`() {
        val payload = """{"data":[{"acquired":1,"tfc":1.0}]}""".encodeToByteArray()
        val messages = listOf(
            SentTransfer(DeviceId.of("vehicle-7"), payload),
            SentTransfer("no device", payload),
            SentTransfer(null, payload),
            SentTransfer("vehicle-7", ByteArray(2_000_000)),
            SentTransfer("\ud800", payload),
            SentTransfer("vehicle-7", payload),
        )
        val columns = Transfers.readMessages(messages)
        assertEquals(listOf(0L, 2L, 5L), columns.sourceRowArray().toList())
        assertEquals(DeviceId.of("vehicle-7"), columns.device(2))
        assertNull(columns.device(1))
        assertEquals(
            listOf(1L to "device-id", 3L to "too-large", 4L to "device-id"),
            columns.rejected.map { it.sourceRow to it.code },
        )
        assertEquals(DeviceId.of("vehicle-7"), columns.rejected[1].device)
        assertFalse(columns.rejected[0].error.startsWith("line"))
    }

    @Test
    fun `what the source throws comes after what came before it`() {
        val line = """{"data":[{"acquired":1,"tfc":1.0}]}""" + "\n"
        val broken = object : InputStream() {
            private val whole = stream(line.repeat(100))
            override fun read(): Int = whole.read().also { if (it < 0) throw IOException("unplugged") }
            override fun read(to: ByteArray, at: Int, length: Int): Int =
                whole.read(to, at, length).also { if (it < 0) throw IOException("unplugged") }
        }
        Transfers.scan(broken, ReadOptions(blockSize = 370)).use { scan ->
            var rows = 0
            val error = assertThrows(IOException::class.java) { while (true) rows += scan.next().size }
            assertEquals("unplugged", error.message)
            assertEquals(100, rows)
            assertThrows(IOException::class.java) { scan.hasNext() }
        }
    }

    @Test
    fun `a closed scan says so`() {
        val scan = Transfers.scan(stream(""))
        assertFalse(scan.hasNext())
        assertThrows(NoSuchElementException::class.java) { scan.next() }
        scan.close()
        scan.close()
        assertThrows(ClosedException::class.java) { scan.hasNext() }
    }

    @Test
    fun `names of envelopes`() {
        assertEquals(EnvelopeNames("device", "topic", "payload", "received", TimeUnit.SECONDS), EnvelopeNames.default)
        assertTrue("mosquitto-sub" in EnvelopeNames.presets)
        assertThrows(IllegalArgumentException::class.java) { EnvelopeNames.preset("kafka") }
        assertThrows(IllegalArgumentException::class.java) { EnvelopeNames.default.copy(topic = "device") }
        assertThrows(IllegalArgumentException::class.java) { ReadOptions(blockSize = 0) }
        val line = """{"device":"a","payload":{"data":[{"acquired":1,"tfc":1.0}]}}"""
        assertEquals(1, Transfers.read(stream(line), ReadOptions(LineForm.PAYLOAD)).rejected.size)
        assertEquals(1, Transfers.read(stream(line), ReadOptions(LineForm.ENVELOPE)).size)
    }
}
