package eu.iot4emissions.kafka.connect

import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.kafka.RecordHeader
import eu.iot4emissions.message.Decoder
import eu.iot4emissions.topic.TopicKind
import org.apache.kafka.common.config.AbstractConfig
import org.apache.kafka.common.config.ConfigDef
import org.apache.kafka.common.config.ConfigDef.Importance
import org.apache.kafka.common.config.ConfigDef.Type
import org.apache.kafka.common.config.ConfigDef.ValidString
import org.apache.kafka.common.config.ConfigException
import org.apache.kafka.connect.connector.ConnectRecord
import org.apache.kafka.connect.data.Struct
import org.apache.kafka.connect.header.Headers
import org.apache.kafka.connect.source.SourceRecord
import org.apache.kafka.connect.transforms.Transformation
import java.nio.ByteBuffer
import java.util.Date

/**
 * Turns records with a Data Transfer into rows: a `Struct` with `device`, `received` (the record's
 * time), `deviations`, and the snapshots. Tombstones pass as they are.
 *
 * A value is the payload, as bytes or text, or what [DataTransferConverter] made of it; that
 * converter is the way for sinks, since it brings code and pointer into the dead letters' headers.
 *
 * **Shape.** Connect's transforms give one record for one. With `shape=transfer` the struct has an
 * array of structs, `snapshots`, which sinks for Parquet, Iceberg, BigQuery, Elasticsearch or JSON
 * take. With `shape=snapshot` it is flat, for sinks into relational tables: then a transfer has to
 * have one snapshot, as one that was split before has; one with several is refused
 * (`several-snapshots`), never cut short.
 *
 * **Refused records** throw [RefusedException], which Connect's `errors.tolerance` and dead-letter
 * queue handle. Source connectors have no such queue: for them `dead.letter.topic` names the topic
 * to which the record goes, with key and value as they came, and with [RecordHeader.CODE],
 * [RecordHeader.POINTER] and [RecordHeader.PROBLEMS]. (In a sink connector that setting only
 * changes the topic that the sink sees.)
 *
 * | setting | default | |
 * |---|---|---|
 * | `device.from` | `key` | `key`, `header` or `value` (the converter's struct) |
 * | `device.header` | `mqtt.topic` | the header that has the ID or the MQTT topic |
 * | `shape` | `transfer` | `transfer` or `snapshot` |
 * | `numbers` | `decimal` | `decimal` (scale 1) or `double` |
 * | `profile`, `null.is.absent` | `tolerant`, `false` | P-5.2, P-5.3 |
 * | `dead.letter.topic` | none | for source connectors |
 */
public class DataTransferRows<R : ConnectRecord<R>> : Transformation<R> {
    private var decoder = Decoder()
    private var schema = RowSchema(Numbers.DECIMAL)
    private var deviceFrom = "key"
    private var deviceHeader = "mqtt.topic"
    private var flat = false
    private var deadLetterTopic: String? = null

    override fun config(): ConfigDef = ConnectSettings.reading()
        .define(
            DEVICE_FROM, Type.STRING, deviceFrom, ValidString.`in`("key", "header", "value"),
            Importance.HIGH, "Where a record says who sent it.",
        )
        .define(
            DEVICE_HEADER, Type.STRING, deviceHeader, Importance.MEDIUM,
            "With device.from=header: the header that has the device's ID or the MQTT topic.",
        )
        .define(
            SHAPE, Type.STRING, "transfer", ValidString.`in`("transfer", "snapshot"),
            Importance.HIGH,
            "An array of snapshots in a struct (transfer), or one snapshot, flat (snapshot).",
        )
        .define(
            DEAD_LETTER_TOPIC, Type.STRING, null, Importance.HIGH,
            "For source connectors: the topic for records that are refused. Without it, and in " +
                "sink connectors, errors.tolerance and errors.deadletterqueue.topic.name say " +
                "what becomes of them.",
        )

    /** @throws ConfigException if a setting is none */
    override fun configure(configs: Map<String, *>) {
        val settings = AbstractConfig(config(), configs, false)
        decoder = ConnectSettings.decoder(settings)
        schema = RowSchema(ConnectSettings.numbers(settings))
        deviceFrom = settings.getString(DEVICE_FROM)
        deviceHeader = settings.getString(DEVICE_HEADER)
        flat = settings.getString(SHAPE) == "snapshot"
        deadLetterTopic = settings.getString(DEAD_LETTER_TOPIC)?.takeIf { it.isNotEmpty() }
        // A native library that is missing stops the connector here, and not every record later.
        TopicKind.DATA_DEVICE.prefix
    }

    override fun version(): String = PluginVersion.TEXT

    override fun close() {
        // Holds nothing.
    }

    /** @throws RefusedException if the record is refused and no `dead.letter.topic` is set */
    override fun apply(record: R): R {
        if (record.value() == null) return record
        try {
            return row(record)
        } catch (refused: RefusedException) {
            deadLetterTopic?.let { return deadLetter(record, refused, it) }
            val converted = record.value() as? DataTransferConverter.ConvertedStruct
            refused.tell(converted?.headers)
            throw refused
        }
    }

    private fun row(record: R): R {
        val device = device(record)
        val received = record.timestamp()?.let(::Date)
        val headers = record.headers().duplicate().withoutRefusal()
        val transfer = when (val value = record.value()) {
            is Struct -> ofStruct(value)
            is ByteArray -> ofPayload(value, headers)
            is ByteBuffer -> ofPayload(value.bytes(), headers)
            is String -> ofPayload(value.bytes(), headers)
            else -> throw RefusedException(
                "type", "bytes, text or DataTransferConverter's Struct: see value.converter",
            )
        }
        val row = struct(transfer)
        row.put(RowSchema.DEVICE, device.text).put(RowSchema.RECEIVED, received)
        return record.newRecord(
            record.topic(), record.kafkaPartition(), record.keySchema(), record.key(),
            row.schema(), row, record.timestamp(), headers,
        )
    }

    private fun ofPayload(payload: ByteArray, headers: Headers): Transfer {
        val decoded = decoder.readTransfer(payload)
        headers.remove(RecordHeader.DEVIATIONS)
        if (decoded.counts.isNotEmpty()) {
            headers.addString(RecordHeader.DEVIATIONS, RecordHeader.text(decoded.counts))
        }
        return Transfer(decoded)
    }

    /** Checked once more: it may come from elsewhere. */
    private fun ofStruct(value: Struct): Transfer {
        val deviations = value.schema().field(RowSchema.DEVIATIONS)?.let(value::get)
        return Transfer(value.toTransfer().snapshots, deviations as? Long ?: 0)
    }

    private fun struct(transfer: Transfer): Struct {
        if (!flat) return transfer.fill(Struct(schema.transfer), schema)
        val snapshot = transfer.snapshots.singleOrNull()
            ?: throw RefusedException("several-snapshots", "/data", "one snapshot: see shape", 1)
        return schema.fill(Struct(schema.row), snapshot)
            .put(RowSchema.DEVIATIONS, transfer.deviations)
    }

    private fun device(record: R): DeviceId = when (deviceFrom) {
        "key" -> DeviceSource.ofKey(record.key())
        "header" -> DeviceSource.ofHeaders(
            deviceHeader,
            record.headers().allWithName(deviceHeader).asSequence().map { it.value() }.toList(),
        )
        else -> DeviceSource.ofKey(
            (record.value() as? Struct)?.let { value ->
                value.schema().field(RowSchema.DEVICE)?.let(value::get)
            },
        )
    }

    /** The partition is left open for a source's record: it is another topic's. */
    private fun deadLetter(record: R, refused: RefusedException, topic: String): R {
        val headers = record.headers().duplicate().withoutRefusal()
            .addString(RecordHeader.CODE, refused.code)
            .addString(RecordHeader.POINTER, refused.pointer)
            .addString(RecordHeader.PROBLEMS, refused.problems.toString())
        val partition = if (record is SourceRecord) null else record.kafkaPartition()
        return record.newRecord(
            topic, partition, record.keySchema(), record.key(), record.valueSchema(),
            record.value(), record.timestamp(), headers,
        )
    }

    private fun Headers.withoutRefusal(): Headers =
        remove(RecordHeader.CODE).remove(RecordHeader.POINTER).remove(RecordHeader.PROBLEMS)

    private fun String.bytes(): ByteArray = try {
        encodeToByteArray(throwOnInvalidSequence = true)
    } catch (_: CharacterCodingException) {
        throw RefusedException("surrogate", "a text without half a surrogate pair")
    }

    private fun ByteBuffer.bytes(): ByteArray =
        ByteArray(remaining()).also { duplicate().get(it) }

    public companion object {
        /** Where a record says who sent it: `key`, `header` or `value`. */
        public const val DEVICE_FROM: String = "device.from"

        /** The header that has the device's ID or the MQTT topic. */
        public const val DEVICE_HEADER: String = "device.header"

        /** `transfer` or `snapshot`. */
        public const val SHAPE: String = "shape"

        /** The topic for refused records of source connectors. */
        public const val DEAD_LETTER_TOPIC: String = "dead.letter.topic"
    }
}
