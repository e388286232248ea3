package eu.iot4emissions.kafka.connect

import eu.iot4emissions.topic.TopicKind
import org.apache.kafka.common.config.ConfigDef
import org.apache.kafka.common.header.Headers
import org.apache.kafka.connect.data.Schema
import org.apache.kafka.connect.data.SchemaAndValue
import org.apache.kafka.connect.storage.Converter

/**
 * Converts keys that are device IDs: a string, checked (P-2.1). A record whose key is none, or
 * that has none, is refused with code and pointer in its own headers.
 */
public class DeviceIdConverter : Converter {
    override fun configure(configs: Map<String, *>, isKey: Boolean) {
        // A native library that is missing stops the connector here, and not every record later.
        TopicKind.DATA_DEVICE.prefix
    }

    override fun config(): ConfigDef = ConfigDef()

    override fun version(): String = PluginVersion.TEXT

    /** @throws RefusedException if the key is no device ID */
    override fun toConnectData(topic: String?, value: ByteArray?): SchemaAndValue =
        SchemaAndValue(Schema.STRING_SCHEMA, DeviceSource.ofKey(value).text)

    /** @throws RefusedException if the key is no device ID; [headers] say so */
    override fun toConnectData(topic: String?, headers: Headers?, value: ByteArray?): SchemaAndValue =
        telling(headers) { toConnectData(topic, value) }

    /** @throws RefusedException if the key is no device ID */
    override fun fromConnectData(topic: String?, schema: Schema?, value: Any?): ByteArray =
        DeviceSource.ofKey(value).text.encodeToByteArray()
}
