package eu.iot4emissions.kafka.streams

import eu.iot4emissions.kafka.DataTransferSerde
import eu.iot4emissions.kafka.DeviceIdSerde
import eu.iot4emissions.kafka.Payloads
import eu.iot4emissions.kafka.RecordHeader
import eu.iot4emissions.kafka.broker.Readme
import eu.iot4emissions.kafka.texts
import org.apache.kafka.common.config.ConfigException
import org.apache.kafka.common.serialization.ByteArrayDeserializer
import org.apache.kafka.common.serialization.ByteArraySerializer
import org.apache.kafka.common.serialization.Deserializer
import org.apache.kafka.common.serialization.Serde
import org.apache.kafka.common.serialization.Serdes
import org.apache.kafka.common.serialization.StringDeserializer
import org.apache.kafka.streams.StreamsBuilder
import org.apache.kafka.streams.Topology
import org.apache.kafka.streams.TopologyTestDriver
import org.apache.kafka.streams.errors.StreamsException
import org.apache.kafka.streams.kstream.Consumed
import org.apache.kafka.streams.test.TestRecord
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.time.Instant
import java.util.Properties

class StreamsTest {
    private val settings = Properties().apply {
        setProperty("application.id", "test")
        setProperty("bootstrap.servers", "localhost:1")
        putAll(Readme.streams())
    }
    private val refusedTopic = settings.getProperty("errors.dead.letter.queue.topic.name")
    private val time = Instant.ofEpochSecond(1_700_000_000)

    private fun run(topology: Topology, test: (TopologyTestDriver, (String?, String?) -> Unit) -> Unit) {
        TopologyTestDriver(topology, settings).use { driver ->
            val input = driver.createInputTopic("data", ByteArraySerializer(), ByteArraySerializer())
            test(driver) { key, value ->
                input.pipeInput(TestRecord(key?.toByteArray(), value?.toByteArray(), time))
            }
        }
    }

    @Test
    fun `each snapshot of a transfer becomes a transfer of its own`() {
        run(oneSnapshotEach("data", "rows")) { driver, send ->
            send("vehicle-7", Payloads.GOOD)
            send("vehicle-8", Payloads.DEVIATING)
            val rows = driver.createOutputTopic("rows", StringDeserializer(), StringDeserializer())
            assertEquals(
                listOf(
                    "vehicle-7" to """{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}""",
                    "vehicle-7" to """{"data":[{"acquired":1625130000,"tfc":37.9,"tdt":345.2}]}""",
                    "vehicle-8" to """{"data":[{"acquired":1627808400,"tdt":300.0}]}""",
                ),
                rows.readKeyValuesToList().map { it.key to it.value },
            )
        }
    }

    @Test
    fun `what is refused is a dead letter as it came, with code and pointer, and the stream goes on`() {
        run(oneSnapshotEach("data", "rows")) { driver, send ->
            send("vehicle-7", Payloads.BAD)
            send("WVWZZZ1JZXW000001", Payloads.GOOD)
            send("vehicle-7", Payloads.GOOD)
            val bytes: Deserializer<ByteArray> = ByteArrayDeserializer()
            val letters = driver.createOutputTopic(refusedTopic, bytes, bytes).readRecordsToList()
            assertEquals(2, letters.size)
            assertArrayEquals("vehicle-7".toByteArray(), letters[0].key())
            assertArrayEquals(Payloads.BAD.toByteArray(), letters[0].value())
            assertEquals(time, letters[0].recordTime)
            assertEquals(
                mapOf(
                    RecordHeader.CODE to "number-form", RecordHeader.POINTER to "/data/0/acquired",
                    RecordHeader.PROBLEMS to "2", RecordHeader.TOPIC to "data",
                    RecordHeader.PARTITION to "0", RecordHeader.OFFSET to "0",
                ),
                letters[0].headers().texts(),
            )
            assertArrayEquals("WVWZZZ1JZXW000001".toByteArray(), letters[1].key())
            assertArrayEquals(Payloads.GOOD.toByteArray(), letters[1].value())
            assertEquals("vin-shape", letters[1].headers().texts()[RecordHeader.CODE])
            assertEquals("", letters[1].headers().texts()[RecordHeader.POINTER])
            assertFalse(driver.createOutputTopic("rows", bytes, bytes).readRecordsToList().isEmpty())
        }
    }

    @Test
    fun `serdes can be named in the configuration`() {
        settings.setProperty("default.key.serde", DeviceIdSerde::class.java.name)
        settings.setProperty("default.value.serde", DataTransferSerde::class.java.name)
        settings.setProperty("iot4emissions.profile", "strict")
        val builder = StreamsBuilder()
        builder.stream<Any, Any>("data").to("copy")
        run(builder.build()) { driver, send ->
            send("vehicle-7", Payloads.GOOD)
            send("vehicle-7", Payloads.DEVIATING)
            val copy = driver.createOutputTopic("copy", StringDeserializer(), StringDeserializer())
            assertEquals(listOf(Payloads.GOOD), copy.readValuesToList())
            val refused = driver.createOutputTopic(refusedTopic, StringDeserializer(), StringDeserializer())
            assertEquals(listOf(Payloads.DEVIATING), refused.readValuesToList())
        }
    }

    @Test
    fun `another failure than a refusal stops the stream`() {
        val broken = object : Serde<String> by Serdes.String() {
            override fun deserializer() = Deserializer<String> { _, _ -> error("broken") }
        }
        val builder = StreamsBuilder()
        builder.stream("data", Consumed.with(Serdes.String(), broken)).to("rows")
        run(builder.build()) { driver, send ->
            assertThrows<StreamsException> { send("vehicle-7", Payloads.GOOD) }
            val bytes = ByteArrayDeserializer()
            assertTrue(driver.createOutputTopic(refusedTopic, bytes, bytes).isEmpty)
        }
    }

    @Test
    fun `a handler without a dead-letter topic is refused, since it would lose what is refused`() {
        settings.remove("errors.dead.letter.queue.topic.name")
        assertThrows<ConfigException> { DeadLetterHandler().configure(emptyMap<String, Any>()) }
        assertThrows<Exception> { run(oneSnapshotEach("data", "rows")) { _, _ -> } }
    }
}
