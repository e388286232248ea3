package eu.iot4emissions.kafka

import eu.iot4emissions.message.ConfigurationStatus
import eu.iot4emissions.message.DataTransfer
import eu.iot4emissions.message.Decoder
import eu.iot4emissions.message.Message
import eu.iot4emissions.message.RegistrationRequest
import eu.iot4emissions.message.RegistrationStatus
import org.apache.kafka.common.serialization.Serde
import org.apache.kafka.common.serialization.Serializer

/**
 * Writes and reads messages of one kind; see [MessageSerializer] and [MessageDeserializer]. Each
 * can be named in a configuration, such as `default.value.serde`.
 */
public sealed class MessageSerde<T : Message>(
    private val deserializer: MessageDeserializer<T>,
) : Serde<T> {
    private val serializer = MessageSerializer<T>()

    override fun configure(configs: Map<String, *>, isKey: Boolean) {
        deserializer.configure(configs, isKey)
    }

    override fun serializer(): Serializer<T> = serializer

    override fun deserializer(): MessageDeserializer<T> = deserializer
}

/** Data Transfers (P-5.40). */
public class DataTransferSerde @JvmOverloads constructor(decoder: Decoder = Decoder()) :
    MessageSerde<DataTransfer>(DataTransferDeserializer(decoder))

/** Registration Requests (P-5.10). They have VINs: only for the Registration Service's topics. */
public class RegistrationRequestSerde @JvmOverloads constructor(decoder: Decoder = Decoder()) :
    MessageSerde<RegistrationRequest>(RegistrationRequestDeserializer(decoder))

/** Registration Status messages (P-5.20). */
public class RegistrationStatusSerde @JvmOverloads constructor(decoder: Decoder = Decoder()) :
    MessageSerde<RegistrationStatus>(RegistrationStatusDeserializer(decoder))

/** Configuration Status messages (P-5.30). */
public class ConfigurationStatusSerde @JvmOverloads constructor(decoder: Decoder = Decoder()) :
    MessageSerde<ConfigurationStatus>(ConfigurationStatusDeserializer(decoder))
