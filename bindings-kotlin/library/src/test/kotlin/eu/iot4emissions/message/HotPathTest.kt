package eu.iot4emissions.message

import eu.iot4emissions.DecodeException
import eu.iot4emissions.Vectors
import eu.iot4emissions.internal.DirectBuffer
import eu.iot4emissions.internal.HotPath
import eu.iot4emissions.obfcm.Parameter
import eu.iot4emissions.topic.TopicKind
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import kotlin.random.Random

/** The fast way and UniFFI's agree on every payload. */
class HotPathTest {
    private val decoders = Profile.entries.flatMap { listOf(Decoder(it, false), Decoder(it, true)) }

    private val payloads = Vectors.cases("messages").map { Vectors.bytes(it["payload"]) }

    private fun mutated(count: Int): List<ByteArray> {
        val draw = Random(15)
        val transfers = payloads.filter { it.size < 4096 && it.decodeToString().contains("acquired") }
        return List(count) { mutate(transfers.random(draw), draw) }
    }

    private fun mutate(payload: ByteArray, draw: Random): ByteArray {
        var bytes = payload
        repeat(draw.nextInt(0, 4)) {
            if (bytes.isEmpty()) return bytes
            var at = draw.nextInt(bytes.size)
            bytes = when (draw.nextInt(12)) {
                in 5..11 -> {
                    // One digit for another is often still a message.
                    while (at < bytes.size - 1 && !bytes[at].toInt().toChar().isDigit()) at++
                    bytes.copyOf().also { it[at] = draw.nextInt('0'.code, '9'.code + 1).toByte() }
                }
                0 -> bytes.copyOf(at)
                1 -> bytes.copyOf().also { it[at] = draw.nextInt().toByte() }
                2 -> bytes.copyOf().also { it[at] = ALPHABET.random(draw).code.toByte() }
                3 -> bytes.copyOfRange(0, at) + bytes.copyOfRange(at + 1, bytes.size)
                else -> bytes.copyOfRange(0, at) + ALPHABET.random(draw).code.toByte() + bytes.copyOfRange(at, bytes.size)
            }
        }
        return bytes
    }

    private fun outcome(read: () -> Decoded): Any = try {
        read()
    } catch (error: DecodeException) {
        listOf(error.message, error.code, error.path, error.issues, error.count)
    }

    @Test
    fun `one payload is read the same both ways`() {
        var accepted = 0
        for (payload in payloads + mutated(2_000)) {
            for (decoder in decoders) {
                val expected = outcome { decoder.thoroughly(TopicKind.DATA_DEVICE, payload) }
                val found = outcome { decoder.decode(TopicKind.DATA_DEVICE, payload) }
                assertEquals(expected, found) { payload.decodeToString() }
                if (expected is Decoded) {
                    accepted++
                    assertEquals(expected.message, decoder.decodeTransfer(payload))
                } else {
                    assertThrows(DecodeException::class.java) { decoder.decodeTransfer(payload) }
                }
            }
        }
        assertTrue(accepted > 1_000) { "$accepted" }
    }

    @Test
    fun `a batch is what its payloads are one by one`() {
        val batch = payloads + mutated(2_000)
        for (decoder in decoders) {
            val columns = decoder.columns(batch)
            val results = decoder.decodeAll(TopicKind.DATA_DEVICE, batch)
            var row = 0
            val rejected = columns.rejected.iterator()
            val counts = sortedMapOf<DeviationCode, Long>()
            for ((place, result) in results.withIndex()) {
                when (result) {
                    is DecodeResult.Accepted -> {
                        for (snapshot in (result.decoded.message as DataTransfer).snapshots) {
                            assertEquals(snapshot, columns.snapshot(row))
                            assertEquals(place.toLong(), columns.sourceRow(row))
                            assertNull(columns.device(row))
                            assertNull(columns.received(row))
                            row++
                        }
                        result.decoded.counts.forEach { (code, count) -> counts.merge(code, count, Long::plus) }
                    }
                    is DecodeResult.Refused -> {
                        val refused = rejected.next()
                        assertEquals(place.toLong(), refused.sourceRow)
                        assertEquals(result.error.code, refused.code)
                        assertEquals(result.error.path, refused.pointer)
                        assertTrue(refused.error.isNotEmpty())
                    }
                }
            }
            assertEquals(row, columns.size)
            assertTrue(!rejected.hasNext())
            assertEquals(counts, columns.deviations)
            assertEquals(results.count { it is DecodeResult.Accepted }.toLong(), columns.messages)
            assertEquals(batch.size.toLong(), columns.sourceRows)
        }
    }

    @Test
    fun `a batch has room for every number of snapshots and every size of payload`() {
        val shortest = """{"data":[${(1..4_000).joinToString(",") { """{"acquired":$it,"tfc":0.0}""" }}]}"""
        val large = ByteArray(3_000_000) { ' '.code.toByte() }
        val one = """{"data":[{"acquired":1,"tfc":429496729.4}]}""".encodeToByteArray()
        val batch = listOf(one, shortest.encodeToByteArray(), large, ByteArray(0), one)
        val columns = Decoder().columns(batch)
        assertEquals(4_002, columns.size)
        assertEquals(listOf(2L, 3L), columns.rejected.map { it.sourceRow })
        assertEquals("too-large", columns.rejected.first().code)
        assertEquals(4_294_967_294, columns.tenths(Parameter.TOTAL_FUEL_CONSUMED, 4_001))
        assertEquals(4L, columns.sourceRow(4_001))
        assertEquals(4_000, (Decoder().decode(TopicKind.DATA_DEVICE, batch[1]).message as DataTransfer).snapshots.size)
    }

    @Test
    fun `an array that is used again, and a batch within a batch, mix nothing up`() {
        val array = """{"data":[{"acquired":0,"tfc":1.0}]}""".encodeToByteArray()
        val digit = array.indexOf('0'.code.toByte())
        val payloads = Iterable {
            iterator {
                for (time in 0..9) {
                    array[digit] = ('0'.code + time).toByte()
                    yield(array)
                    val within = Decoder().columns(List(5_000) { """{"data":[{"acquired":7,"tfc":7.0}]}""".encodeToByteArray() })
                    assertEquals(5_000, within.size)
                }
            }
        }
        val columns = Decoder().columns(payloads)
        assertEquals((1L..9L).toList(), columns.acquiredArray().toList())
        assertEquals(listOf(0L), columns.rejected.map { it.sourceRow })
        assertTrue("0" in columns.rejected.single().error)
    }

    @Test
    fun `numbers that contradict each other are a defect and no crash`() {
        val frames = DirectBuffer(64)
        val columns = DirectBuffer(1024)
        frames.bytes.putInt(0, 1_000)
        fun result(length: Long, count: Long, size: Long, capacity: Long) = HotPath.iot4emissions_decode_transfers(
            frames.address, length, count, 0, columns.address, size, capacity,
        )
        assertEquals(-1, result(length = 8, count = 1, size = 1024, capacity = 1))
        assertEquals(-1, result(length = 3, count = 0, size = 1024, capacity = 1))
        assertEquals(-1, result(length = 0, count = 1, size = 1024, capacity = 1))
        assertEquals(-1, result(length = 0, count = 0, size = 8, capacity = 1))
        assertEquals(-1, result(length = 0, count = 0, size = 1024, capacity = Long.MAX_VALUE))
        assertEquals(0, result(length = 0, count = 0, size = 1024, capacity = 1))
        val error = assertThrows(IllegalStateException::class.java) { HotPath.checked(-1) }
        assertEquals("a defect of iot4emissions, please report it: -1", error.message)
    }

    @Test
    fun `the fast way is the one that is taken`() {
        val plain = """{"data": [{"tfc": 1.0, "acquired": 1}]}""".encodeToByteArray()
        assertNotNull(TransferScratch.ofThread().decode(plain, 0))
        val deviating = """{"data":[{"acquired":1,"tfc":"1.0"}]}""".encodeToByteArray()
        assertNull(TransferScratch.ofThread().decode(deviating, HotPath.TOLERANT))
        assertNull(TransferScratch.ofThread().decode(ByteArray(0), HotPath.TOLERANT))
    }

    private companion object {
        const val ALPHABET = "{}[]\",:.0123456789eE+-acquiredtfn \n\\ul"
    }
}
