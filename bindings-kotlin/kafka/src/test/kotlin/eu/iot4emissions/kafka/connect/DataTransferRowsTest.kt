package eu.iot4emissions.kafka.connect

import eu.iot4emissions.kafka.Payloads
import eu.iot4emissions.kafka.RecordHeader
import eu.iot4emissions.kafka.logged
import eu.iot4emissions.kafka.texts
import org.apache.kafka.common.config.ConfigException
import org.apache.kafka.common.header.internals.RecordHeaders
import org.apache.kafka.common.record.TimestampType
import org.apache.kafka.connect.connector.ConnectRecord
import org.apache.kafka.connect.data.Schema
import org.apache.kafka.connect.data.Struct
import org.apache.kafka.connect.header.ConnectHeaders
import org.apache.kafka.connect.header.Headers
import org.apache.kafka.connect.sink.SinkRecord
import org.apache.kafka.connect.source.SourceRecord
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.math.BigDecimal
import java.nio.ByteBuffer
import java.nio.file.Path
import java.util.Date
import kotlin.io.path.readText

class DataTransferRowsTest {
    private fun <R : ConnectRecord<R>> rows(vararg settings: Pair<String, String>) =
        DataTransferRows<R>().apply { configure(mapOf(*settings)) }

    private fun record(key: Any?, value: Any?, headers: Headers = ConnectHeaders()) = SinkRecord(
        "data", 3, null, key, null, value, 42, 1_700_000_000_123, TimestampType.CREATE_TIME, headers,
    )

    @Test
    fun `a payload becomes one struct with device, time and snapshots`() {
        for (value in listOf(
            Payloads.GOOD, Payloads.GOOD.toByteArray(), ByteBuffer.wrap(Payloads.GOOD.toByteArray()),
        )) {
            val given = record("vehicle-7", value)
            val row = rows<SinkRecord>().apply(given)
            val struct = row.value() as Struct
            struct.validate()
            assertEquals("vehicle-7", struct["device"])
            assertEquals(Date(1_700_000_000_123), struct["received"])
            assertEquals(2, struct.getArray<Struct>("snapshots").size)
            assertEquals(BigDecimal("345.2"), struct.getArray<Struct>("snapshots")[1]["tdt"])
            assertEquals(0L, struct["deviations"])
            assertEquals(listOf("data", 3, "vehicle-7", 42L), listOf(row.topic(), row.kafkaPartition(), row.key(), row.kafkaOffset()))
        }
    }

    @Test
    fun `one snapshot becomes a flat struct, with doubles where asked for`() {
        val rows = rows<SinkRecord>("shape" to "snapshot", "numbers" to "double")
        val row = rows.apply(record("vehicle-7".toByteArray(), Payloads.DEVIATING))
        val struct = row.value() as Struct
        struct.validate()
        assertEquals(Date(1_627_808_400_000), struct["acquired"])
        assertEquals(300.0, struct["tdt"])
        assertNull(struct["tfc"])
        assertEquals(2L, struct["deviations"])
        assertEquals("number-as-string=1,precision=1", row.headers().lastWithName(RecordHeader.DEVIATIONS).value())
    }

    @Test
    fun `several snapshots are not cut down to one`() {
        val refused = assertThrows<RefusedException> {
            rows<SinkRecord>("shape" to "snapshot").apply(record("vehicle-7", Payloads.GOOD))
        }
        assertEquals("several-snapshots" to "/data", refused.code to refused.pointer)
    }

    @Test
    fun `the converter's struct gets the device from key, header or value`() {
        val converter = DataTransferConverter()
        converter.configure(mapOf("device.header" to "t"), false)
        val headers = RecordHeaders().add("t", "vehicle-9".toByteArray())
        val read = converter.toConnectData("data", headers, Payloads.DEVIATING.toByteArray())
        val topic = ConnectHeaders().addString("mqtt.topic", "iot4emissions/dataDevice/vehicle-8")
        val given = record("vehicle-7", read.value(), topic)
        for ((from, device) in listOf("key" to "vehicle-7", "header" to "vehicle-8", "value" to "vehicle-9")) {
            val struct = rows<SinkRecord>("device.from" to from).apply(given).value() as Struct
            struct.validate()
            assertEquals(device, struct["device"])
            assertEquals(2L, struct["deviations"])
        }
        assertTrue(rows<SinkRecord>("shape" to "snapshot").apply(given).value() is Struct)
    }

    @Test
    fun `a sender that is not named, or not as text, is refused`() {
        fun refused(from: String, key: Any?, headers: Headers = ConnectHeaders()) =
            assertThrows<RefusedException> {
                rows<SinkRecord>("device.from" to from).apply(record(key, Payloads.GOOD, headers))
            }.code
        assertEquals("no-key", refused("key", null))
        assertEquals("type", refused("key", 7))
        assertEquals("vin-shape", refused("key", "WVWZZZ1JZXW000001"))
        assertEquals("character", refused("key", byteArrayOf(-1, 97)))
        assertEquals("no-key", refused("value", "vehicle-7"))
        assertEquals("no-header", refused("header", "vehicle-7"))
        assertEquals("type", refused("header", "vehicle-7", ConnectHeaders().addByte("mqtt.topic", 7)))
        val twice = ConnectHeaders().addString("mqtt.topic", "a").addString("mqtt.topic", "b")
        assertEquals("several-headers", refused("header", "vehicle-7", twice))
    }

    @Test
    fun `values of other kinds are refused`() {
        for (value in listOf(7, listOf("x"), mapOf("data" to 1))) {
            val refused = assertThrows<RefusedException> { rows<SinkRecord>().apply(record("a", value)) }
            assertEquals("type", refused.code)
        }
        val refused = assertThrows<RefusedException> { rows<SinkRecord>().apply(record("a", "\uD800")) }
        assertEquals("surrogate", refused.code)
    }

    @Test
    fun `what is refused of the converter's struct is told in the consumed record's headers`() {
        val consumed = RecordHeaders()
        val read = DataTransferConverter().toConnectData("data", consumed, Payloads.GOOD.toByteArray())
        val rows = rows<SinkRecord>("shape" to "snapshot")
        assertThrows<RefusedException> { rows.apply(record("vehicle-7", read.value())) }
        assertEquals("several-snapshots", consumed.texts()[RecordHeader.CODE])
        assertEquals("/data", consumed.texts()[RecordHeader.POINTER])
    }

    @Test
    fun `tombstones pass`() {
        val tombstone = record(null, null)
        assertSame(tombstone, rows<SinkRecord>().apply(tombstone))
    }

    @Test
    fun `a source's refused record goes to the dead-letter topic as it came`() {
        val rows = rows<SourceRecord>("dead.letter.topic" to "refused")
        val stale: Headers = ConnectHeaders().addString(RecordHeader.CODE, "old").addString("other", "kept")
        val given = SourceRecord(
            mapOf("file" to 1), mapOf("line" to 2), "data", 5, Schema.STRING_SCHEMA, "vehicle-7",
            Schema.STRING_SCHEMA, Payloads.BAD, 1L, stale,
        )
        val letter = rows.apply(given)
        assertEquals("refused", letter.topic())
        assertNull(letter.kafkaPartition())
        assertEquals(listOf("vehicle-7", Payloads.BAD, 1L), listOf(letter.key(), letter.value(), letter.timestamp()))
        assertEquals(given.sourceOffset(), letter.sourceOffset())
        assertEquals(
            mapOf(
                "other" to "kept", RecordHeader.CODE to "number-form",
                RecordHeader.POINTER to "/data/0/acquired", RecordHeader.PROBLEMS to "2",
            ),
            letter.headers().associate { it.key() to it.value() },
        )
        assertEquals("old", given.headers().lastWithName(RecordHeader.CODE).value())
        val accepted = rows.apply(given.newRecord("data", 5, null, "vehicle-7", null, Payloads.GOOD, null, stale))
        assertEquals("data", accepted.topic())
        assertNull((accepted.value() as Struct)["received"])
        assertNull(accepted.headers().lastWithName(RecordHeader.CODE))
    }

    @Test
    fun `a refusal has nothing of the payload`() {
        val refused = assertThrows<RefusedException> { rows<SinkRecord>().apply(record("a", Payloads.BAD)) }
        for (secret in Payloads.SECRETS) assertFalse(secret in refused.logged())
    }

    @Test
    fun `settings are checked`() {
        for (bad in listOf("device.from" to "topic", "shape" to "rows", "profile" to "lax")) {
            assertThrows<ConfigException> { rows<SinkRecord>(bad) }
        }
    }

    @Test
    fun `the plugins say Maven's version`() {
        val pom = Path.of("pom.xml").readText()
        assertTrue("<version>${PluginVersion.TEXT}</version>\n  </parent>" in pom)
        assertEquals(PluginVersion.TEXT, rows<SinkRecord>().version())
    }
}
