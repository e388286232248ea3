package eu.iot4emissions.identity

import eu.iot4emissions.DeviceSecretException
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class DeviceSecretTest {
    private val bytes = ByteArray(16) { it.toByte() }

    @Test
    fun `P-6_3 is 16 bytes that nothing shows`() {
        val given = bytes.copyOf()
        val secret = DeviceSecret.of(given)
        given.fill(0)
        assertEquals(secret, DeviceSecret.fromHex("000102030405060708090a0b0c0d0e0f"))
        assertEquals(secret.hashCode(), DeviceSecret.of(bytes).hashCode())
        assertNotEquals(bytes.contentHashCode(), secret.hashCode())
        assertEquals("DeviceSecret(hidden)", secret.toString())
        secret.toByteArray().fill(0)
        assertArrayEquals(bytes, secret.toByteArray())
        assertNotEquals(DeviceSecret.generate(), DeviceSecret.generate())
    }

    @Test
    fun `says which bytes are none`() {
        for ((code, attempt) in listOf<Pair<String, () -> Any>>(
            "length" to { DeviceSecret.of(ByteArray(15)) },
            "zero" to { DeviceSecret.of(ByteArray(16)) },
            "text" to { DeviceSecret.fromHex("000102030405060708090A0B0C0D0E0F") },
        )) {
            assertEquals(code, assertThrows<DeviceSecretException> { attempt() }.code)
        }
    }
}
