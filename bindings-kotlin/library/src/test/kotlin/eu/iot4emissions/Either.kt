package eu.iot4emissions

import com.fasterxml.jackson.databind.JsonNode
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull

/** `call` gives what `check` demands of it, or is refused as the case's `refused` says. */
fun <T> either(case: JsonNode, check: (T) -> Unit = {}, call: () -> T) {
    val refused = case["refused"]?.textValue()
    val found = try {
        call()
    } catch (error: ProtocolException) {
        assertEquals(refused, error.code, error.message)
        assertNotNull(error.message)
        return
    }
    assertNull(refused, "accepted")
    check(found)
}
