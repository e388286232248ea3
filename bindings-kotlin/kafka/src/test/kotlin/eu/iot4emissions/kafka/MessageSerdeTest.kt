package eu.iot4emissions.kafka

import com.fasterxml.jackson.databind.JsonNode
import eu.iot4emissions.DecodeException
import eu.iot4emissions.message.DataTransfer
import eu.iot4emissions.message.Message
import org.apache.kafka.common.config.ConfigException
import org.apache.kafka.common.errors.SerializationException
import org.apache.kafka.common.header.internals.RecordHeaders
import org.apache.kafka.common.serialization.Deserializer
import org.apache.kafka.common.serialization.Serializer
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertInstanceOf
import org.junit.jupiter.api.assertThrows

class MessageSerdeTest {
    private val serdes: Map<String, () -> MessageSerde<out Message>> = mapOf(
        "registerDevice" to { RegistrationRequestSerde() },
        "registerServer" to { RegistrationStatusSerde() },
        "configServer" to { ConfigurationStatusSerde() },
        "dataDevice" to { DataTransferSerde() },
    )

    @TestFactory
    fun strict() = Payloads.cases().map { case ->
        DynamicTest.dynamicTest(case["name"].textValue()) { judge(case, "strict") }
    }

    @TestFactory
    fun tolerant() = Payloads.cases().map { case ->
        DynamicTest.dynamicTest(case["name"].textValue()) { judge(case, "tolerant") }
    }

    private fun judge(case: JsonNode, profile: String) {
        val serde = serdes.getValue(case["kind"].textValue())()
        serde.configure(mapOf(ReadingConfig.PROFILE to profile), false)
        val payload = Payloads.bytes(case["payload"])
        val headers = RecordHeaders()
        val retained = case["kind"].textValue().endsWith("Server")
        if (payload.isEmpty() && retained) {
            assertNull(serde.deserializer().deserialize("t", headers, payload))
            return
        }
        if (case[profile].has("issues")) {
            val failed = assertThrows<SerializationException> {
                serde.deserializer().deserialize("t", headers, payload)
            }
            val refused = assertInstanceOf<DecodeException>(failed.cause)
            val issues = case[profile]["issues"].map { it["code"].textValue() to it["pointer"].textValue() }
            assertEquals(issues.toSet(), refused.issues.map { it.code to it.pointer }.toSet())
            assertEquals(refused, DeadLetter.refusal(RuntimeException(failed)))
            return
        }
        val message = serde.deserializer().deserialize("t", headers, payload)!!
        @Suppress("UNCHECKED_CAST")
        val written = (serde.serializer() as Serializer<Message>).serialize("t", message)
        assertEquals(case["canonical"].textValue(), written.decodeToString())
        val counted = case[profile]["deviations"].groupingBy { it["code"].textValue() }.eachCount()
        val expected = counted.toSortedMap().map { "${it.key}=${it.value}" }.joinToString(",")
        assertEquals(expected, headers.texts()[RecordHeader.DEVIATIONS].orEmpty())
    }

    @Test
    fun `null is a tombstone, and so is an empty retained payload (P-3_6)`() {
        for ((kind, serde) in serdes) {
            assertNull(serde().serializer().serialize("t", null))
            assertNull(serde().deserializer().deserialize("t", null as ByteArray?))
            val empty: () -> Unit = { serde().deserializer().deserialize("t", ByteArray(0)) }
            if (kind.endsWith("Server")) empty() else assertThrows<SerializationException> { empty() }
        }
    }

    @Test
    fun `null members are absent where a consumer says so`() {
        val payload = """{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":null}]}""".toByteArray()
        val deserializer = DataTransferDeserializer()
        assertThrows<SerializationException> { deserializer.deserialize("t", payload) }
        deserializer.configure(mapOf(ReadingConfig.NULL_IS_ABSENT to "true"), false)
        val headers = RecordHeaders()
        deserializer.deserialize("t", headers, payload)
        assertEquals("null-member=1", headers.texts()[RecordHeader.DEVIATIONS])
        deserializer.deserialize("t", headers, Payloads.GOOD.toByteArray())
        assertEquals(emptyMap<String, String>(), headers.texts())
    }

    @Test
    fun `settings are tolerant, strict, true and false`() {
        for (settings in listOf(
            mapOf(ReadingConfig.PROFILE to "Strict"), mapOf(ReadingConfig.PROFILE to 1),
            mapOf(ReadingConfig.NULL_IS_ABSENT to "yes"),
        )) {
            assertThrows<ConfigException> { DataTransferSerde().configure(settings, false) }
        }
    }

    @Test
    fun `the message says code, pointer and topic, and nothing of the payload`() {
        val failed = assertThrows<SerializationException> {
            DataTransferDeserializer().deserialize("data", Payloads.BAD.toByteArray())
        }
        assertEquals(
            "expected a DataTransfer in topic data, found number-form at \"/data/0/acquired\"",
            failed.message,
        )
        assertEquals(2, (failed.cause as DecodeException).count)
    }

    @Test
    fun `P-1_5 a refused Registration Request shows no VIN`() {
        val vin = "WVWZZZ1JZXW000001"
        for (payload in listOf("""{"vin":"$vin"}""", """{"vin":"${vin}x","vehicleInfo":{}}""", """["$vin"]""")) {
            val failed = assertThrows<SerializationException> {
                RegistrationRequestDeserializer().deserialize("registration", payload.toByteArray())
            }
            assertFalse(vin in failed.logged(), failed.logged())
        }
    }

    @Test
    fun `what is no refusal stays what it is`() {
        assertNull(DeadLetter.refusal(IllegalStateException("a", RuntimeException("b"))))
        val circle = RuntimeException("a")
        circle.initCause(RuntimeException("b", circle))
        assertNull(DeadLetter.refusal(circle))
    }

    @Test
    fun `serializers may be shared`() {
        val read: Deserializer<DataTransfer> = DataTransferDeserializer()
        val transfer = read.deserialize("t", Payloads.GOOD.toByteArray())
        assertEquals(Payloads.GOOD, MessageSerializer<Message>().serialize("t", transfer)!!.decodeToString())
    }
}
