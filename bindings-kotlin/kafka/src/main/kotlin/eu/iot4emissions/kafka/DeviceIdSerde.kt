package eu.iot4emissions.kafka

import eu.iot4emissions.ProtocolException
import eu.iot4emissions.identity.DeviceId
import org.apache.kafka.common.errors.SerializationException
import org.apache.kafka.common.serialization.Deserializer
import org.apache.kafka.common.serialization.Serde
import org.apache.kafka.common.serialization.Serializer
import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException

/** Writes device IDs as keys: their ASCII characters (P-2.1). */
public class DeviceIdSerializer : Serializer<DeviceId> {
    override fun serialize(topic: String?, data: DeviceId?): ByteArray? =
        data?.text?.encodeToByteArray()
}

/**
 * Reads device IDs, checked (P-2.1). Null stays null.
 *
 * What is none is a [SerializationException] with the [ProtocolException] as its cause.
 */
public class DeviceIdDeserializer : Deserializer<DeviceId> {
    /** @throws SerializationException if the bytes are no device ID */
    override fun deserialize(topic: String?, data: ByteArray?): DeviceId? {
        if (data == null) return null
        try {
            return DeviceId.of(data.decodeForCheck())
        } catch (refused: ProtocolException) {
            throw refusal("device ID in topic $topic", refused)
        }
    }
}

/** Device IDs, the keys of the protocol's topics. */
public class DeviceIdSerde : Serde<DeviceId> {
    private val serializer = DeviceIdSerializer()
    private val deserializer = DeviceIdDeserializer()

    override fun serializer(): Serializer<DeviceId> = serializer

    override fun deserializer(): Deserializer<DeviceId> = deserializer
}

/**
 * The text of these bytes. What is no UTF-8 gets a character in it that stands in no device ID and
 * in no topic of one, so that the check which follows refuses it.
 */
internal fun ByteArray.decodeForCheck(): String = try {
    Charsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(this)).toString()
} catch (_: CharacterCodingException) {
    "\uFFFD"
}
