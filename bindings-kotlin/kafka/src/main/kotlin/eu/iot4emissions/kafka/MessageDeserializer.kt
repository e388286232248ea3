package eu.iot4emissions.kafka

import eu.iot4emissions.ProtocolException
import eu.iot4emissions.message.ConfigurationStatus
import eu.iot4emissions.message.DataTransfer
import eu.iot4emissions.message.Decoded
import eu.iot4emissions.message.Decoder
import eu.iot4emissions.message.Message
import eu.iot4emissions.message.RegistrationRequest
import eu.iot4emissions.message.RegistrationStatus
import eu.iot4emissions.topic.TopicKind
import org.apache.kafka.common.errors.SerializationException
import org.apache.kafka.common.header.Headers
import org.apache.kafka.common.serialization.Deserializer

/**
 * Reads payloads of one kind, each accepted or refused whole (P-5.3). Configured by
 * [ReadingConfig]; may be shared by threads.
 *
 * Null is a tombstone and stays null. So is an empty payload where messages are retained: it
 * clears the topic and is no message (P-3.6). A Data Transfer or a Registration Request that is
 * empty is refused.
 *
 * A payload that deviates (P-5.4) is accepted, and the record gets the header
 * [RecordHeader.DEVIATIONS], where the consumer gives headers at all.
 *
 * What is refused is a [SerializationException] with the [ProtocolException] as its cause; the
 * consumer wraps it once more, as [DeadLetter] knows. Its message has code, pointer and topic, and
 * nothing of the payload.
 */
public sealed class MessageDeserializer<T : Message>(
    private val kind: TopicKind,
    private val type: Class<T>,
    private var decoder: Decoder,
) : Deserializer<T> {
    private val retained = kind == TopicKind.REGISTER_SERVER || kind == TopicKind.CONFIG_SERVER

    override fun configure(configs: Map<String, *>, isKey: Boolean) {
        decoder = ReadingConfig.decoder(configs, decoder)
    }

    /** @throws SerializationException if the payload is no such message */
    override fun deserialize(topic: String?, data: ByteArray?): T? =
        decoded(topic, data)?.let { type.cast(it.message) }

    /** @throws SerializationException if the payload is no such message */
    override fun deserialize(topic: String?, headers: Headers, data: ByteArray?): T? {
        val decoded = decoded(topic, data)
        RecordHeader.deviations(headers, decoded?.counts.orEmpty())
        return decoded?.let { type.cast(it.message) }
    }

    private fun decoded(topic: String?, data: ByteArray?): Decoded? {
        if (data == null || (retained && data.isEmpty())) return null
        try {
            return decoder.decode(kind, data)
        } catch (refused: ProtocolException) {
            throw refusal("${type.simpleName} in topic $topic", refused)
        }
    }
}

/** Reads Data Transfers (P-5.40). */
public class DataTransferDeserializer @JvmOverloads constructor(decoder: Decoder = Decoder()) :
    MessageDeserializer<DataTransfer>(TopicKind.DATA_DEVICE, DataTransfer::class.java, decoder)

/** Reads Registration Requests (P-5.10). They have VINs. */
public class RegistrationRequestDeserializer @JvmOverloads constructor(
    decoder: Decoder = Decoder(),
) : MessageDeserializer<RegistrationRequest>(
    TopicKind.REGISTER_DEVICE, RegistrationRequest::class.java, decoder,
)

/** Reads Registration Status messages (P-5.20). */
public class RegistrationStatusDeserializer @JvmOverloads constructor(
    decoder: Decoder = Decoder(),
) : MessageDeserializer<RegistrationStatus>(
    TopicKind.REGISTER_SERVER, RegistrationStatus::class.java, decoder,
)

/** Reads Configuration Status messages (P-5.30). */
public class ConfigurationStatusDeserializer @JvmOverloads constructor(
    decoder: Decoder = Decoder(),
) : MessageDeserializer<ConfigurationStatus>(
    TopicKind.CONFIG_SERVER, ConfigurationStatus::class.java, decoder,
)

internal fun refusal(what: String, refused: ProtocolException): SerializationException =
    SerializationException(
        "expected a $what, found ${refused.code} at \"${refused.path}\"", refused,
    )
