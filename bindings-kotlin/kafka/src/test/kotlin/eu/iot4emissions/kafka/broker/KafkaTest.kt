package eu.iot4emissions.kafka.broker

import com.fasterxml.jackson.databind.ObjectMapper
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.kafka.DataTransferDeserializer
import eu.iot4emissions.kafka.DeviceIdDeserializer
import eu.iot4emissions.kafka.DeviceIdSerializer
import eu.iot4emissions.kafka.MessageSerializer
import eu.iot4emissions.kafka.Payloads
import eu.iot4emissions.kafka.RecordHeader
import eu.iot4emissions.kafka.texts
import eu.iot4emissions.message.DataTransfer
import org.apache.kafka.clients.consumer.ConsumerRecord
import org.apache.kafka.clients.consumer.KafkaConsumer
import org.apache.kafka.clients.producer.KafkaProducer
import org.apache.kafka.clients.producer.ProducerRecord
import org.apache.kafka.common.serialization.ByteArrayDeserializer
import org.apache.kafka.common.serialization.ByteArraySerializer
import org.apache.kafka.common.serialization.Deserializer
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import java.time.Duration
import java.util.Properties
import java.util.concurrent.TimeUnit
import kotlin.io.path.exists
import kotlin.io.path.readLines
import kotlin.io.path.writeText

/** Serdes and plugins with a real broker, and a real worker with the README's configurations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KafkaTest {
    private lateinit var broker: Broker
    private lateinit var letters: KafkaProducer<ByteArray?, ByteArray?>

    @BeforeAll
    fun start(@TempDir folder: Path) {
        broker = Broker(folder)
        letters = KafkaProducer(
            mapOf("bootstrap.servers" to broker.servers), ByteArraySerializer(), ByteArraySerializer(),
        )
    }

    @AfterAll
    fun stop() {
        letters.close()
        broker.close()
    }

    private fun <K, V> consumer(topic: String, key: Deserializer<K>, value: Deserializer<V>) =
        KafkaConsumer(
            mapOf(
                "bootstrap.servers" to broker.servers, "auto.offset.reset" to "earliest",
                "group.id" to "reader-of-$topic", "metadata.max.age.ms" to "500",
            ),
            key, value,
        ).apply { subscribe(listOf(topic)) }

    /** The first [count] records of a topic, as they are. */
    private fun records(topic: String, count: Int): List<ConsumerRecord<ByteArray?, ByteArray?>> =
        consumer<ByteArray?, ByteArray?>(topic, ByteArrayDeserializer(), ByteArrayDeserializer()).use { consumer ->
            val records = mutableListOf<ConsumerRecord<ByteArray?, ByteArray?>>()
            val end = System.nanoTime() + PATIENCE.toNanos()
            while (records.size < count && System.nanoTime() < end) {
                records += consumer.poll(Duration.ofMillis(200))
            }
            assertEquals(count, records.size, topic)
            records
        }

    private fun send(topic: String, key: String?, value: String?) {
        letters.send(ProducerRecord(topic, key?.toByteArray(), value?.toByteArray())).get()
    }

    @Test
    fun `a consumer reads what a producer wrote, and buries what is refused`() {
        val topic = "serdes"
        val transfer = DataTransferDeserializer().deserialize(topic, Payloads.GOOD.toByteArray())
        val settings = mapOf("bootstrap.servers" to broker.servers)
        KafkaProducer(settings, DeviceIdSerializer(), MessageSerializer<DataTransfer>()).use {
            it.send(ProducerRecord(topic, DeviceId.of("vehicle-1"), transfer)).get()
        }
        send(topic, "vehicle-1", Payloads.BAD)
        send(topic, "not a device", Payloads.GOOD)
        send(topic, "vehicle-2", Payloads.DEVIATING)
        send(topic, "vehicle-2", null)

        val read = mutableListOf<ConsumerRecord<DeviceId, DataTransfer>>()
        consumer(topic, DeviceIdDeserializer(), DataTransferDeserializer()).use { consumer ->
            while (read.size < 3) read += consumer.pollOrBury(letters, "serdes.refused")
        }
        assertEquals(listOf("vehicle-1", "vehicle-2", "vehicle-2"), read.map { it.key().text })
        assertEquals(transfer, read[0].value())
        assertEquals("number-as-string=1,precision=1", read[1].headers().texts()[RecordHeader.DEVIATIONS])
        assertEquals(null, read[2].value())

        val buried = records("serdes.refused", 2)
        assertEquals(2, buried.size)
        assertArrayEquals(Payloads.BAD.toByteArray(), buried[0].value())
        assertEquals(
            mapOf(
                RecordHeader.CODE to "number-form", RecordHeader.POINTER to "/data/0/acquired",
                RecordHeader.PROBLEMS to "2", RecordHeader.TOPIC to topic,
                RecordHeader.PARTITION to "0", RecordHeader.OFFSET to "1",
            ),
            buried[0].headers().texts(),
        )
        assertArrayEquals("not a device".toByteArray(), buried[1].key())
        assertEquals("character", buried[1].headers().texts()[RecordHeader.CODE])
    }

    @Test
    fun `a worker runs the README's connectors, and sends what is refused where they say`(@TempDir folder: Path) {
        val written = folder.resolve("transfers.txt")
        val sink = Readme.connector("transfers")
        sink["file"] = "$written"
        sink["errors.deadletterqueue.topic.replication.factor"] = "1"
        sink["errors.log.enable"] = "true"
        val flat = Properties().apply { putAll(sink) }
        flat["name"] = "rows"
        flat["file"] = "${folder.resolve("rows.txt")}"
        flat["transforms.rows.shape"] = "snapshot"
        flat["errors.deadletterqueue.topic.name"] = "rows.refused"
        val lines = folder.resolve("lines.txt")
        val source = Readme.connector("lines")
        source["file"] = "$lines"
        lines.writeText("${Payloads.DEVIATING}\n${Payloads.BAD}\n${Payloads.GOOD}\n")
        val topic = sink.getProperty("topics")
        send(topic, "vehicle-1", Payloads.GOOD)
        send(topic, "vehicle-1", Payloads.BAD)
        send(topic, "WVWZZZ1JZXW000001", Payloads.GOOD)
        send(topic, null, Payloads.GOOD)
        send(topic, "vehicle-2", Payloads.DEVIATING)

        Worker(broker.servers, folder, listOf(sink, flat, source)).use { worker ->
            var done = false
            try {
                judgeSink(records(sink.getProperty("errors.deadletterqueue.topic.name"), 3))
                judgeTransform(records("rows.refused", 4))
                judgeSource(
                    records(source.getProperty("topic"), 1),
                    records(source.getProperty("transforms.rows.dead.letter.topic"), 2),
                )
                while (!written.exists() || written.readLines().size < 2) Thread.sleep(100)
                assertEquals(
                    listOf("vehicle-1" to 2, "vehicle-2" to 1),
                    written.readLines().map { line ->
                        line.substringAfter("{device=").substringBefore(',') to
                            line.split("acquired=").size - 1
                    },
                )
                assertTrue("tfc=37.9,tdt=345.2" in written.readLines()[0], written.readLines()[0])
                done = worker.isAlive
            } finally {
                if (!done) println(worker.log)
                worker.close()
            }
            assertTrue("number-form at \"/data/0/acquired\"" in worker.log, worker.log)
            for (secret in Payloads.SECRETS) assertFalse(secret in worker.log, worker.log)
        }
    }

    private companion object {
        /** A worker is there after ten seconds where the machine is not busy. */
        val PATIENCE: Duration = Duration.ofSeconds(45)
    }

    private fun judgeSink(refused: List<ConsumerRecord<ByteArray?, ByteArray?>>) {
        assertEquals(listOf("number-form", "vin-shape", "no-key"), refused.map { it.headers().texts()[RecordHeader.CODE] })
        val headers = refused[0].headers().texts()
        assertEquals("/data/0/acquired", headers[RecordHeader.POINTER])
        assertEquals("2", headers[RecordHeader.PROBLEMS])
        assertEquals("1", headers["__connect.errors.offset"])
        assertEquals("VALUE_CONVERTER", headers["__connect.errors.stage"])
        assertArrayEquals(Payloads.BAD.toByteArray(), refused[0].value())
        assertArrayEquals("vehicle-1".toByteArray(), refused[0].key())
        assertArrayEquals("WVWZZZ1JZXW000001".toByteArray(), refused[1].key())
        for (letter in refused) for (header in letter.headers()) for (secret in Payloads.SECRETS) {
            assertFalse(secret in header.value().decodeToString(), header.key())
        }
    }

    private fun judgeTransform(refused: List<ConsumerRecord<ByteArray?, ByteArray?>>) {
        val headers = refused[0].headers().texts()
        assertEquals("several-snapshots", headers[RecordHeader.CODE])
        assertEquals("/data", headers[RecordHeader.POINTER])
        assertEquals("TRANSFORMATION", headers["__connect.errors.stage"])
        assertEquals(
            "several-snapshots at \"/data\": expected one snapshot: see shape",
            headers["__connect.errors.exception.message"],
        )
        assertArrayEquals(Payloads.GOOD.toByteArray(), refused[0].value())
    }

    private fun judgeSource(
        rows: List<ConsumerRecord<ByteArray?, ByteArray?>>,
        refused: List<ConsumerRecord<ByteArray?, ByteArray?>>,
    ) {
        val mapper = ObjectMapper()
        val row = mapper.readTree(rows.single().value())["payload"]
        assertEquals("vehicle-7", row["device"].textValue())
        assertEquals(1_627_808_400_000, row["acquired"].longValue())
        assertEquals(300.0, row["tdt"].doubleValue())
        assertTrue(row["tfc"].isNull)
        assertEquals(listOf("number-form", "several-snapshots"), refused.map { it.headers().texts()[RecordHeader.CODE] })
        assertEquals(Payloads.BAD, mapper.readTree(refused[0].value())["payload"].textValue())
        assertEquals(Payloads.GOOD, mapper.readTree(refused[1].value())["payload"].textValue())
    }
}
