package eu.iot4emissions.identity

import eu.iot4emissions.ProtocolException
import eu.iot4emissions.SealingException
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class SealingTest {
    private val device = DeviceId.of("vehicle-7")
    private val dataDevice = DeviceId.of("9a7d21e7")
    private val key = OpeningKey.of(ByteArray(32) { it.toByte() })

    @Test
    fun `P-1_7 what is sealed is opened by its service alone`() {
        val sealed = key.sealingKey.seal(dataDevice, device)
        assertEquals(dataDevice, key.open(sealed, device))
        assertEquals(150 to 112, sealed.text.length to sealed.toByteArray().size)
        assertEquals(sealed, SealedDeviceId.of(sealed.toByteArray()))
        for (attempt in listOf(
            { OpeningKey.generate().open(sealed, device) },
            { key.open(sealed, dataDevice) },
        )) {
            assertEquals("sealed", assertThrows<SealingException> { attempt() }.code)
        }
    }

    @Test
    fun `randomness is drawn where none is given`() {
        val given = key.sealingKey.seal(dataDevice, device, ByteArray(32))
        assertEquals(given, key.sealingKey.seal(dataDevice, device, ByteArray(32)))
        val drawn = List(9) { key.sealingKey.seal(dataDevice, device) } + given
        assertEquals(10, drawn.toSet().size)
    }

    @Test
    fun `a private key is kept and not shown`() {
        val given = ByteArray(32) { 7 }
        val generated = OpeningKey.of(given)
        given.fill(0)
        assertNotEquals(OpeningKey.generate().sealingKey, OpeningKey.generate().sealingKey)
        val again = OpeningKey.of(generated.toByteArray())
        assertEquals(generated.sealingKey, again.sealingKey)
        assertEquals(generated.sealingKey.hashCode(), again.sealingKey.hashCode())
        assertNotEquals(generated, again)
        assertEquals("OpeningKey(hidden)", generated.toString())
        assertEquals("SealedDeviceId(hidden)", key.sealingKey.seal(dataDevice, device).toString())
        assertEquals(
            "SealingKey(8f40c5adb68f25624ae5b214ea767a6ec94d829d3d7b5e1ad1ba6f3e2138285f)",
            key.sealingKey.toString(),
        )
        val bytes = generated.toByteArray()
        bytes.fill(0)
        generated.sealingKey.toByteArray().fill(0)
        assertEquals(dataDevice, generated.open(generated.sealingKey.seal(dataDevice, device), device))
        assertArrayEquals(again.toByteArray(), generated.toByteArray())
    }

    @Test
    fun `no error repeats what it refuses`() {
        val vin = "1M8GDM9AXKP042788"
        for ((code, attempt) in listOf<Pair<String, () -> Any>>(
            "surrogate" to { SealedDeviceId.of("$vin\ud800") },
            "length" to { SealedDeviceId.of(vin) },
            "characters" to { SealedDeviceId.of(vin.padEnd(150, '!')) },
            "length" to { SealedDeviceId.of(vin.toByteArray()) },
            "key" to { OpeningKey.of(vin.toByteArray()) },
            "key" to { OpeningKey.of(ByteArray(32)) },
            "key" to { SealingKey.of(vin.toByteArray()) },
            "random" to { key.sealingKey.seal(dataDevice, device, vin.toByteArray()) },
            "device-id" to { key.sealingKey.seal(device, device) },
        )) {
            val refused = assertThrows<ProtocolException> { attempt() }
            assertEquals(code, refused.code, refused.message)
            assertFalse(refused.toString().contains(vin))
        }
    }
}
