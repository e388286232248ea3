package eu.iot4emissions.kafka

import eu.iot4emissions.ProtocolException
import org.apache.kafka.clients.producer.ProducerRecord
import org.apache.kafka.common.errors.RecordDeserializationException
import org.apache.kafka.common.header.Headers
import org.apache.kafka.common.header.internals.RecordHeaders
import java.nio.ByteBuffer

/**
 * Records for a dead-letter topic: key, value, headers and time as they came, and the headers of
 * [RecordHeader], which say what was wrong, where, and which record it was (P-7.7).
 */
public object DeadLetter {
    /**
     * The refusal that [error] stands for, where it or one of its causes is one; null for every
     * other failure, such as a native library that is missing, which says nothing about a record.
     */
    @JvmStatic
    public fun refusal(error: Throwable): ProtocolException? =
        generateSequence(error) { it.cause }.take(MOST_CAUSES)
            .firstNotNullOfOrNull { it as? ProtocolException }

    /**
     * The dead letter of a record that a consumer could not read.
     *
     * The consumer stays at that record: send the dead letter, await that it is acknowledged, then
     * seek to the next offset.
     *
     * @throws IllegalArgumentException if it is no refusal, with [failed] as the cause
     */
    @JvmStatic
    public fun of(
        topic: String,
        failed: RecordDeserializationException,
    ): ProducerRecord<ByteArray?, ByteArray?> {
        val refused = requireRefusal(failed)
        val headers = letterHeaders(refused, failed.headers())
        val from = failed.topicPartition()
        RecordHeader.origin(headers, from.topic(), from.partition(), failed.offset())
        return ProducerRecord(
            topic, null, failed.timestamp().takeIf { it >= 0 }, failed.keyBuffer()?.bytes(),
            failed.valueBuffer()?.bytes(), headers,
        )
    }

    internal fun letterHeaders(refused: ProtocolException, original: Headers?): RecordHeaders {
        val headers = if (original == null) RecordHeaders() else RecordHeaders(original)
        RecordHeader.refusal(headers, refused.code, refused.path, refused.problems)
        return headers
    }

    private fun requireRefusal(failed: RecordDeserializationException) = refusal(failed)
        ?: throw IllegalArgumentException("expected a refusal, found another failure", failed)

    private fun ByteBuffer.bytes(): ByteArray =
        ByteArray(remaining()).also { duplicate().get(it) }

    /** Causes may go in a circle. */
    private const val MOST_CAUSES = 16
}
