package eu.iot4emissions.kafka.connect

import eu.iot4emissions.kafka.RecordHeader
import eu.iot4emissions.message.Decoder
import eu.iot4emissions.topic.TopicKind
import org.apache.kafka.common.config.AbstractConfig
import org.apache.kafka.common.config.ConfigDef
import org.apache.kafka.common.config.ConfigDef.Importance
import org.apache.kafka.common.config.ConfigDef.Type
import org.apache.kafka.common.header.Headers
import org.apache.kafka.connect.data.Schema
import org.apache.kafka.connect.data.SchemaAndValue
import org.apache.kafka.connect.data.Struct
import org.apache.kafka.connect.storage.Converter

/**
 * Converts payloads of Data Transfers to a `Struct` with an array of snapshots, and back, and
 * refuses what breaks a rule (P-5.3). Null, a tombstone, stays null.
 *
 * **Why a converter as well as a transform.** Connect's dead-letter queue writes a record as it was
 * consumed. A transform cannot reach that record; a converter is handed its very headers. So what
 * this converter refuses arrives in the dead-letter topic with [RecordHeader.CODE] and
 * [RecordHeader.POINTER], and so does what [DataTransferRows] refuses of this converter's structs.
 * Without this converter a transform's refusals have both only in the text of Connect's own header
 * `__connect.errors.exception.message`. A converter does not see the key: the transform adds the
 * device from it.
 *
 * The struct has `snapshots`, `deviations` (how many), and, where `device.header` is set, `device`.
 * In the other direction it takes such structs, and writes the canonical payload (P-5.1).
 */
public class DataTransferConverter : Converter {
    private var decoder = Decoder()
    private var schema = RowSchema(Numbers.DECIMAL)
    private var deviceHeader: String? = null

    override fun configure(configs: Map<String, *>, isKey: Boolean) {
        val settings = AbstractConfig(config(), configs, false)
        decoder = ConnectSettings.decoder(settings)
        schema = RowSchema(ConnectSettings.numbers(settings))
        deviceHeader = settings.getString(DEVICE_HEADER)?.takeIf { it.isNotEmpty() }
        // A native library that is missing stops the connector here, and not every record later.
        TopicKind.DATA_DEVICE.prefix
    }

    override fun config(): ConfigDef = ConnectSettings.reading().define(
        DEVICE_HEADER, Type.STRING, null, Importance.MEDIUM,
        "The header that names the sender, by its ID or by the MQTT topic; none by default.",
    )

    override fun version(): String = PluginVersion.TEXT

    /** @throws RefusedException if the payload is no Data Transfer, or no header names a device */
    override fun toConnectData(topic: String?, value: ByteArray?): SchemaAndValue =
        convert(null, value)

    /** @throws RefusedException in the same cases; [headers] say so, and tell of deviations */
    override fun toConnectData(topic: String?, headers: Headers?, value: ByteArray?): SchemaAndValue =
        telling(headers) { convert(headers, value) }

    private fun convert(headers: Headers?, value: ByteArray?): SchemaAndValue {
        headers?.remove(RecordHeader.DEVIATIONS)
        val device = deviceHeader?.let { name ->
            DeviceSource.ofHeaders(name, headers?.headers(name)?.map { it.value() }.orEmpty())
        }
        if (value == null) return SchemaAndValue.NULL
        val decoded = decoder.readTransfer(value)
        headers?.let { RecordHeader.deviations(it, decoded.counts) }
        val of = if (device == null) schema.payload else schema.payloadOfDevice
        val struct = ConvertedStruct(of, headers)
        device?.let { struct.put(RowSchema.DEVICE, it.text) }
        return SchemaAndValue(struct.schema(), Transfer(decoded).fill(struct, schema))
    }

    /** @throws RefusedException if the snapshots make no Data Transfer */
    override fun fromConnectData(topic: String?, schema: Schema?, value: Any?): ByteArray? =
        when (value) {
            null -> null
            is Struct -> value.toTransfer().encode()
            else -> throw RefusedException("type", "a Struct with an array of snapshots")
        }

    /** A struct that knows the headers of its record, so that [DataTransferRows] can use them. */
    internal class ConvertedStruct(schema: Schema, val headers: Headers?) : Struct(schema)

    public companion object {
        /** The header that names the sender, by its ID or by the MQTT topic. */
        public const val DEVICE_HEADER: String = "device.header"
    }
}
