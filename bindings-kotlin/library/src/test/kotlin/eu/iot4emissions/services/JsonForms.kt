package eu.iot4emissions.services

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.node.NullNode
import org.junit.jupiter.api.Assertions.assertEquals

/** Reading and writing the JSON forms of the services' values. */
internal object JsonForms {
    private val mapper = ObjectMapper()

    /** The tree of a text, `null` for none. */
    fun tree(text: String?): JsonNode = text?.let(mapper::readTree) ?: NullNode.instance

    /** The value of a JSON form; what it is read from, it is written as. */
    fun <T : Any> roundTrip(value: JsonNode, read: (String) -> T, write: (T) -> String): T {
        val found = read(mapper.writeValueAsString(value))
        assertEquals(value, tree(write(found)))
        val again = read(write(found))
        assertEquals(found, again)
        assertEquals(found.hashCode(), again.hashCode())
        return found
    }

    /** The same where there may be none. */
    fun <T : Any> optional(value: JsonNode?, read: (String) -> T, write: (T) -> String): T? =
        value?.takeUnless { it.isNull }?.let { roundTrip(it, read, write) }
}
