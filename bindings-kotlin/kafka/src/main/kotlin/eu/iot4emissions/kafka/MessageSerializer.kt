package eu.iot4emissions.kafka

import eu.iot4emissions.message.Message
import org.apache.kafka.common.serialization.Serializer

/**
 * Writes messages as their canonical payloads (P-5.1); null stays null, a tombstone.
 *
 * A [RegistrationRequest][eu.iot4emissions.message.RegistrationRequest] has a VIN: its topic is the
 * Registration Service's alone (P-1.3, P-1.5).
 */
public class MessageSerializer<T : Message> : Serializer<T> {
    override fun serialize(topic: String?, data: T?): ByteArray? = data?.encode()
}
