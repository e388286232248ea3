package eu.iot4emissions.kafka.connect

import eu.iot4emissions.ProtocolException
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.kafka.decodeForCheck
import eu.iot4emissions.topic.Topic
import eu.iot4emissions.topic.TopicKind
import java.nio.ByteBuffer

/** Device IDs out of what records say of their sender, checked (P-2.1). */
internal object DeviceSource {
    /** The device ID that a key is: text, or bytes of one. */
    fun ofKey(key: Any?): DeviceId =
        device(text(key, "no-key", "the device ID as the record's key"))

    /**
     * The device ID of a header, which has it alone or a whole topic of P-3.4. Two headers of one
     * name name no device: either could be the one that a broker wrote.
     */
    fun ofHeaders(name: String, values: List<Any?>): DeviceId {
        val expected = "one header $name with the topic or the device ID"
        if (values.size > 1) throw RefusedException("several-headers", expected)
        val text = text(values.firstOrNull(), "no-header", expected)
        if ('/' !in text) return device(text)
        val data = "a topic under ${TopicKind.DATA_DEVICE.prefix}"
        val topic = checked(data) { Topic.parse(text) }
        if (topic.kind != TopicKind.DATA_DEVICE) throw RefusedException("family", data)
        return topic.device
    }

    private fun text(value: Any?, absent: String, expected: String): String = when (value) {
        null -> throw RefusedException(absent, expected)
        is String -> value
        is ByteArray -> value.decodeForCheck()
        is ByteBuffer -> ByteArray(value.remaining()).also { value.duplicate().get(it) }
            .decodeForCheck()
        // Connect's own header converter makes the number 7 of "007".
        else -> throw RefusedException("type", "$expected, as text or bytes")
    }

    private fun device(text: String): DeviceId =
        checked("a device ID (P-2.1)") { DeviceId.of(text) }

    private inline fun <T> checked(expected: String, parse: () -> T): T = try {
        parse()
    } catch (refused: ProtocolException) {
        throw RefusedException.of(refused, expected)
    }
}
