package eu.iot4emissions.message

import com.fasterxml.jackson.databind.JsonNode
import eu.iot4emissions.DecodeException
import eu.iot4emissions.Vectors
import eu.iot4emissions.topic.TopicKind
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows

class MessageVectorsTest {
    @TestFactory
    fun strict() = Vectors.tests("messages") { judge(it, Profile.STRICT, it["strict"]) }

    @TestFactory
    fun tolerant() = Vectors.tests("messages") { judge(it, Profile.TOLERANT, it["tolerant"]) }

    private fun judge(case: JsonNode, profile: Profile, outcome: JsonNode) {
        val kind = TopicKind.entries.single { it.text == case["kind"].textValue() }
        val payload = Vectors.bytes(case["payload"])
        assertEquals(case["isCanonical"].booleanValue(), Decoder.isCanonical(kind, payload))
        val decoder = Decoder(profile)
        if (outcome.has("issues")) {
            val refused = assertThrows<DecodeException> { decoder.decode(kind, payload) }
            val first = refused.issues.first()
            assertEquals(places(outcome["issues"]), refused.issues.map { it.code to it.pointer }.sorted())
            assertEquals(first.code to first.pointer, refused.code to refused.path)
            case["position"]?.let {
                assertEquals(it["line"].longValue() to it["column"].longValue(), first.line to first.column)
            }
            return
        }
        val decoded = decoder.decode(kind, payload)
        assertEquals(places(outcome["deviations"]), decoded.deviations.map { it.code.text to it.pointer }.sorted())
        assertEquals(decoded.deviations.size.toLong(), decoded.counts.values.sum())
        val message = Vectors.message(kind.text, case["value"])
        assertEquals(message, decoded.message)
        assertEquals(message.hashCode(), decoded.message.hashCode())
        assertEquals(kind, decoded.message.topicKind)
        val canonical = decoded.message.encode()
        assertEquals(case["canonical"].textValue(), canonical.decodeToString())
        assertTrue(Decoder.isCanonical(kind, canonical))
        if (message is RegistrationRequest) {
            case["vfnParses"]?.let {
                assertEquals(it.booleanValue(), message.vehicleInfo.interpolationFamily != null)
            }
            case["tanParses"]?.let {
                assertEquals(it.booleanValue(), message.vehicleInfo.typeApproval != null)
            }
        }
    }

    private fun places(places: JsonNode) =
        places.map { it["code"].textValue() to it["pointer"].textValue() }.sorted()

    private fun List<Pair<String, String>>.sorted() =
        sortedWith(compareBy({ it.first }, { it.second }))
}
