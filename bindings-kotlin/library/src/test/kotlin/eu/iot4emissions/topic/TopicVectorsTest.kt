package eu.iot4emissions.topic

import com.fasterxml.jackson.databind.JsonNode
import eu.iot4emissions.Vectors
import eu.iot4emissions.delivery.Delivery
import eu.iot4emissions.either
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.TestFactory

class TopicVectorsTest {
    @TestFactory
    fun topics() = Vectors.tests("topics") { case ->
        when (val function = case["function"].textValue()) {
            "topic" -> either(case, { judge(case, it) }) { Topic.parse(Vectors.text(case["text"])) }
            "topicName" -> either(case) { TopicName.of(Vectors.text(case["text"])) }
            "delivery" -> {
                val expected = case["delivery"]
                val found = Delivery.of(kind(case["kind"]))
                assertEquals(5, expected.size())
                assertEquals(case["kind"].textValue(), found.kind.text)
                assertEquals(expected["broker"].textValue(), found.broker.text)
                assertEquals(expected["publisher"].textValue(), found.publisher.text)
                assertEquals(expected["subscriber"].textValue(), found.subscriber.text)
                assertEquals(expected["qos"].intValue(), found.qos.level)
                assertEquals(expected["retained"].booleanValue(), found.retained)
            }
            else -> error("there is no function $function")
        }
    }

    private fun judge(case: JsonNode, found: Topic) {
        assertEquals(kind(case["topic"]["kind"]), found.kind)
        assertEquals(case["topic"]["device"].textValue(), found.device.text)
        assertEquals(Vectors.text(case["text"]), found.text)
        assertEquals(found, Topic(found.kind, found.device))
    }

    @TestFactory
    fun filters() = Vectors.tests("filters") { case ->
        fun filter(name: String) = TopicFilter.of(Vectors.text(case[name]))
        when (val function = case["function"].textValue()) {
            "filter" -> either(case) { filter("text") }
            "subscription" -> either(case, { judge(case, it) }) {
                Subscription.parse(Vectors.text(case["text"]))
            }
            "matches" -> either(case, { assertEquals(case["matches"].booleanValue(), it) }) {
                filter("filter").matches(Vectors.text(case["topic"]))
            }
            "covers" -> either(case, { assertEquals(case["covers"].booleanValue(), it) }) {
                filter("filter").covers(filter("other"))
            }
            else -> error("there is no function $function")
        }
    }

    private fun judge(case: JsonNode, found: Subscription) {
        val expected = case["subscription"]
        assertEquals(expected["filter"].textValue(), found.filter.text)
        assertEquals(expected["group"].textValue(), found.group?.text)
        assertEquals(Vectors.text(case["text"]), found.text)
        val group = found.group
        val made = when (group) {
            null -> Subscription.of(found.filter)
            else -> Subscription.shared(group, found.filter)
        }
        assertEquals(found, made)
    }

    private fun kind(value: JsonNode) = TopicKind.entries.single { it.text == value.textValue() }
}
