package eu.iot4emissions.kafka.streams

import eu.iot4emissions.kafka.DeadLetter
import eu.iot4emissions.kafka.RecordHeader
import org.apache.kafka.clients.consumer.ConsumerRecord
import org.apache.kafka.clients.producer.ProducerRecord
import org.apache.kafka.common.config.ConfigException
import org.apache.kafka.streams.StreamsConfig
import org.apache.kafka.streams.errors.DeserializationExceptionHandler
import org.apache.kafka.streams.errors.DeserializationExceptionHandler.Response
import org.apache.kafka.streams.errors.ErrorHandlerContext

/**
 * Sends what the protocol's serdes refuse to the topic that Streams' own setting
 * `errors.dead.letter.queue.topic.name` names, with the headers of [RecordHeader], and goes on. Set
 * it as `deserialization.exception.handler`.
 *
 * The dead letter is sent by the task's own producer, before the record's offset is committed, so
 * nothing is lost when the application dies. Every failure that is no refusal stops the stream:
 * it says nothing about the record.
 */
public class DeadLetterHandler : DeserializationExceptionHandler {
    private lateinit var topic: String

    /** @throws ConfigException if no dead-letter topic is named: what is refused would be lost */
    override fun configure(configs: Map<String, *>) {
        val name = StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG
        topic = configs[name]?.toString()?.takeIf { it.isNotBlank() }
            ?: throw ConfigException(name, configs[name], "expected the dead-letter topic's name")
    }

    override fun handleError(
        context: ErrorHandlerContext,
        record: ConsumerRecord<ByteArray?, ByteArray?>,
        exception: Exception,
    ): Response {
        val refused = DeadLetter.refusal(exception) ?: return Response.fail()
        val headers = DeadLetter.letterHeaders(refused, record.headers())
        RecordHeader.origin(headers, record.topic(), record.partition(), record.offset())
        val letter = ProducerRecord(
            topic, null, record.timestamp().takeIf { it >= 0 }, record.key(),
            record.value(), headers,
        )
        return Response.resume(listOf(letter))
    }
}
