package eu.iot4emissions.identity

import eu.iot4emissions.DeviceIdException
import eu.iot4emissions.TextException
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class DeviceIdTest {
    @Test
    fun `P-2_1 refuses what is no device ID, in the core's words`() {
        assertEquals("a-1", DeviceId.of("a-1").text)
        val refused = assertThrows<DeviceIdException> { DeviceId.of("a/b") }
        assertEquals("character", refused.code)
        assertEquals(
            """expected a device ID of 1 to 64 ASCII letters, digits, "-" or "_", found '/' at character 2""",
            refused.message,
        )
    }

    @Test
    fun `half a surrogate pair is a typed error`() {
        assertEquals("surrogate", assertThrows<TextException> { DeviceId.of("\ud800") }.code)
    }
}
