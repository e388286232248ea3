package eu.iot4emissions.kafka.connect

import eu.iot4emissions.kafka.Payloads
import eu.iot4emissions.kafka.RecordHeader
import eu.iot4emissions.kafka.logged
import eu.iot4emissions.kafka.texts
import org.apache.kafka.common.config.ConfigException
import org.apache.kafka.common.header.internals.RecordHeaders
import org.apache.kafka.connect.data.Schema
import org.apache.kafka.connect.data.SchemaAndValue
import org.apache.kafka.connect.data.SchemaBuilder
import org.apache.kafka.connect.data.Struct
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.math.BigDecimal
import java.util.Date

class ConverterTest {
    private fun converter(vararg settings: Pair<String, String>) =
        DataTransferConverter().apply { configure(mapOf(*settings), false) }

    @Test
    fun `a payload becomes a struct with exact values, described, and back`() {
        val converter = converter()
        val read = converter.toConnectData("data", Payloads.GOOD.toByteArray())
        val struct = read.value() as Struct
        struct.validate()
        val first = struct.getArray<Struct>("snapshots")[0]
        assertEquals(Date(1_622_538_000_000), first["acquired"])
        assertEquals(BigDecimal("32.5"), first["tfc"])
        assertNull(first["tgeib"])
        assertEquals(0L, struct["deviations"])
        val tfc = first.schema().field("tfc").schema()
        assertEquals("total fuel consumed (lifetime), l", tfc.doc())
        assertEquals(org.apache.kafka.connect.data.Decimal.LOGICAL_NAME, tfc.name())
        val written = converter.fromConnectData("data", read.schema(), struct)!!
        assertEquals(Payloads.GOOD, written.decodeToString())
    }

    @Test
    fun `doubles are the nearest ones, and give the same payload again`() {
        val converter = converter("numbers" to "double")
        val read = converter.toConnectData("data", Payloads.GOOD.toByteArray())
        assertEquals(32.5, (read.value() as Struct).getArray<Struct>("snapshots")[0]["tfc"])
        val written = converter.fromConnectData("data", read.schema(), read.value())!!
        assertEquals(Payloads.GOOD, written.decodeToString())
    }

    @Test
    fun `every vector is refused with its code and pointer in the record's headers, or read`() {
        val cases = Payloads.cases().filter { it["kind"].textValue() == "dataDevice" }
        assertFalse(cases.isEmpty())
        for (profile in listOf("strict", "tolerant")) for (case in cases) {
            val converter = converter("profile" to profile)
            val headers = RecordHeaders().add(RecordHeader.CODE, "of before".toByteArray())
            val payload = Payloads.bytes(case["payload"])
            val outcome = case[profile]
            if (outcome.has("issues")) {
                val refused = assertThrows<RefusedException>(case["name"].textValue()) {
                    converter.toConnectData("data", headers, payload)
                }
                val found = headers.texts()
                assertEquals(refused.code, found[RecordHeader.CODE])
                assertEquals(refused.pointer, found[RecordHeader.POINTER])
                assertEquals(refused.problems.toString(), found[RecordHeader.PROBLEMS])
                val listed = outcome["issues"].map { it["code"].textValue() to it["pointer"].textValue() }
                assert((refused.code to refused.pointer) in listed) { case["name"].textValue() }
            } else {
                val read = converter.toConnectData("data", headers, payload)
                (read.value() as Struct).validate()
                assertNull(headers.lastHeader(RecordHeader.CODE))
                assertEquals(outcome["deviations"].size().toLong(), (read.value() as Struct)["deviations"])
                val written = converter.fromConnectData("data", read.schema(), read.value())!!
                assertEquals(case["canonical"].textValue(), written.decodeToString())
            }
        }
    }

    @Test
    fun `tombstones stay`() {
        assertEquals(SchemaAndValue.NULL, converter().toConnectData("data", RecordHeaders(), null))
        assertNull(converter().fromConnectData("data", null, null))
    }

    @Test
    fun `a header may name the device, by topic or ID`() {
        val converter = converter("device.header" to "mqtt.topic")
        for (text in listOf("vehicle-7", "iot4emissions/dataDevice/vehicle-7")) {
            val headers = RecordHeaders().add("mqtt.topic", text.toByteArray())
            val read = converter.toConnectData("data", headers, Payloads.GOOD.toByteArray())
            assertEquals("vehicle-7", (read.value() as Struct)["device"])
        }
    }

    @Test
    fun `a header that names no device is refused`() {
        val converter = converter("device.header" to "mqtt.topic")
        val bad = mapOf(
            "iot4emissions/registerDevice/vehicle-7" to "family",
            "iot4emissions/dataDevices/vehicle-7" to "family",
            "iot4emissions/WVWZZZ1JZXW000001/dataDevice" to "family",
            "iot4emissions/dataDevice/a/b" to "character",
            "iot4emissions/dataDevice/" to "empty",
            "iot4emissions/dataDevice/WVWZZZ1JZXW000001" to "vin-shape",
        )
        for ((text, code) in bad) {
            val headers = RecordHeaders().add("mqtt.topic", text.toByteArray())
            val refused = assertThrows<RefusedException>(text) {
                converter.toConnectData("data", headers, Payloads.GOOD.toByteArray())
            }
            assertEquals(code, refused.code)
            assertEquals(code, headers.texts()[RecordHeader.CODE])
            assertFalse("WVWZZZ" in refused.logged())
        }
        val twice = RecordHeaders()
        repeat(2) { twice.add("mqtt.topic", "vehicle-$it".toByteArray()) }
        for ((headers, code) in listOf(RecordHeaders() to "no-header", twice to "several-headers")) {
            val refused = assertThrows<RefusedException> {
                converter.toConnectData("data", headers, Payloads.GOOD.toByteArray())
            }
            assertEquals(code, refused.code)
        }
    }

    @Test
    fun `keys are device IDs, and say what is wrong where they are none`() {
        val converter = DeviceIdConverter().apply { configure(emptyMap<String, Any>(), true) }
        val read = converter.toConnectData("data", RecordHeaders(), "vehicle-7".toByteArray())
        assertEquals(SchemaAndValue(Schema.STRING_SCHEMA, "vehicle-7"), read)
        assertEquals("vehicle-7", converter.fromConnectData("data", read.schema(), read.value()).decodeToString())
        val keys = listOf(null to "no-key", "a b" to "character", "WVWZZZ1JZXW000001" to "vin-shape")
        for ((key, code) in keys) {
            val headers = RecordHeaders()
            assertThrows<RefusedException> { converter.toConnectData("data", headers, key?.toByteArray()) }
            assertEquals(code, headers.texts()[RecordHeader.CODE])
        }
    }

    @Test
    fun `structs that make no transfer are refused`() {
        val schema = SchemaBuilder.struct().field("acquired", Schema.INT64_SCHEMA).build()
        val refused = assertThrows<RefusedException> {
            converter().fromConnectData("data", schema, Struct(schema).put("acquired", 1L))
        }
        assertEquals("type", refused.code)
        assertThrows<RefusedException> { converter().fromConnectData("data", Schema.STRING_SCHEMA, "x") }
        val rows = RowSchema(Numbers.DOUBLE)
        for (value in listOf(0.25, -1.0, Double.NaN, 1e300)) {
            val snapshot = Struct(rows.snapshot).put("acquired", Date(1000)).put("tfc", value)
            assertThrows<RefusedException>("$value") { converter().fromConnectData("data", rows.snapshot, snapshot) }
        }
        val none = Struct(rows.payload).put("snapshots", emptyList<Struct>()).put("deviations", 0L)
        assertThrows<RefusedException> { converter().fromConnectData("data", rows.payload, none) }
    }

    @Test
    fun `what a worker logs of a refusal has nothing of the payload`() {
        val refused = assertThrows<RefusedException> {
            converter().toConnectData("data", Payloads.BAD.toByteArray())
        }
        assertEquals(
            "number-form at \"/data/0/acquired\": expected a UNIX time from 1 to 9999999999 s, and 1 further problem",
            refused.message,
        )
        for (secret in Payloads.SECRETS) assertFalse(secret in refused.logged())
    }

    @Test
    fun `settings are checked`() {
        for (bad in listOf("profile" to "lax", "numbers" to "float", "null.is.absent" to "maybe")) {
            assertThrows<ConfigException> { converter(bad) }
        }
    }
}
