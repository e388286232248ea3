package eu.iot4emissions.kafka

import eu.iot4emissions.DeviceIdException
import eu.iot4emissions.identity.DeviceId
import org.apache.kafka.common.errors.SerializationException
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertInstanceOf
import org.junit.jupiter.api.assertThrows

class DeviceIdSerdeTest {
    private val serde = DeviceIdSerde()

    @Test
    fun `device IDs are keys`() {
        val device = DeviceId.of("vehicle-7")
        val key = serde.serializer().serialize("t", device)!!
        assertEquals("vehicle-7", key.decodeToString())
        assertEquals(device, serde.deserializer().deserialize("t", key))
        assertNull(serde.serializer().serialize("t", null))
        assertNull(serde.deserializer().deserialize("t", null as ByteArray?))
    }

    @Test
    fun `P-2_1 what is none is refused, without a VIN in the text`() {
        val none = listOf("", "a/b", "WVWZZZ1JZXW000001", "x".repeat(65)).map { it.toByteArray() }
        for (key in none + listOf(byteArrayOf(-1, 97))) {
            val failed = assertThrows<SerializationException> {
                serde.deserializer().deserialize("t", key)
            }
            assertInstanceOf<DeviceIdException>(failed.cause)
            assertFalse("WVWZZZ" in failed.logged(), failed.logged())
        }
    }
}
