package eu.iot4emissions.kafka

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import org.apache.kafka.common.header.Headers
import java.nio.file.Path
import java.util.HexFormat

/** Payloads that the tests share, and the cases of `schemas/vectors/messages.json`. */
object Payloads {
    /** Two snapshots, canonical. */
    const val GOOD = """{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9},""" +
        """{"acquired":1625130000,"tfc":37.9,"tdt":345.2}]}"""

    /** One snapshot, which deviates twice. */
    const val DEVIATING = """{"data":[{"tdt":"300","acquired":1627808400}]}"""

    /** Two problems, in which something stands that has the shape of a VIN. */
    const val BAD = """{"data":[{"acquired":"WVWZZZ1JZXW000001","tfc":-77.3}]}"""

    /** What of [BAD] must stand in no log. */
    val SECRETS = listOf("WVWZZZ1JZXW000001", "77.3")

    fun cases(): List<JsonNode> {
        val file = Path.of("../../schemas/vectors/messages.json").toFile()
        val cases = ObjectMapper().readTree(file)["cases"].toList()
        check(cases.isNotEmpty()) { "there are no cases" }
        return cases
    }

    fun bytes(value: JsonNode): ByteArray = when {
        value.has("text") ->
            (value["text"].textValue() + " ".repeat(value["blanks"]?.intValue() ?: 0)).toByteArray()
        value.has("hex") -> HexFormat.of().parseHex(value["hex"].textValue())
        else -> error("neither text nor hex")
    }
}

/** The headers as texts; each name may stand once. */
fun Headers.texts(): Map<String, String> {
    val all = map { it.key() to it.value().decodeToString() }
    check(all.size == all.toMap().size) { "a header stands twice: $all" }
    return all.toMap()
}

/** What a worker or a handler would write of this into a log. */
fun Throwable.logged(): String = stackTraceToString()
