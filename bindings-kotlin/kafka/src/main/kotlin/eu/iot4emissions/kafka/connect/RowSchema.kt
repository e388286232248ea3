package eu.iot4emissions.kafka.connect

import eu.iot4emissions.obfcm.Parameter
import eu.iot4emissions.obfcm.Snapshot
import org.apache.kafka.connect.data.Decimal
import org.apache.kafka.connect.data.Schema
import org.apache.kafka.connect.data.SchemaBuilder
import org.apache.kafka.connect.data.Struct
import org.apache.kafka.connect.data.Timestamp
import java.util.Date

/** As what type the values of snapshots are given. */
internal enum class Numbers {
    /** Connect's `Decimal` of scale 1: exact tenths (P-5.43). */
    DECIMAL,

    /** `FLOAT64`: the double that is nearest to the decimal. */
    DOUBLE,
}

/** The schemas of Data Transfers in Connect. The fields are named as in payloads (P-5.42). */
internal class RowSchema(private val numbers: Numbers) {
    /** One snapshot: when, and its values. */
    val snapshot: Schema = SchemaBuilder.struct().name("eu.iot4emissions.Snapshot").version(1)
        .snapshotFields().build()

    /** What a payload says. */
    val payload: Schema = struct("DataTransferPayload").transferFields().build()

    /** What a payload says, and who sent it. */
    val payloadOfDevice: Schema = struct("DataTransferOfDevice").device().transferFields().build()

    /** What a payload says, who sent it, and when it was received. */
    val transfer: Schema =
        struct("DataTransfer").device().received().transferFields().build()

    /** The one snapshot of a transfer: flat, for sinks that know no arrays. */
    val row: Schema = struct("DeviceSnapshot").device().received().snapshotFields()
        .deviations().build()

    /** Puts a snapshot's fields into [into], which has them. */
    fun fill(into: Struct, snapshot: Snapshot): Struct {
        into.put(ACQUIRED, Date(snapshot.acquired.toEpochMilli()))
        Parameter.entries.forEach { parameter ->
            val value = snapshot.values.value(parameter)
            into.put(
                parameter.wireName,
                if (numbers == Numbers.DOUBLE) value?.toDouble() else value,
            )
        }
        return into
    }

    private fun struct(name: String) =
        SchemaBuilder.struct().name("eu.iot4emissions.$name").version(1)

    private fun SchemaBuilder.device() = field(DEVICE, described("ID of the device that sent it"))

    private fun SchemaBuilder.received() = field(
        RECEIVED, Timestamp.builder().optional().doc("the record's time").build(),
    )

    private fun SchemaBuilder.transferFields() =
        field(SNAPSHOTS, SchemaBuilder.array(snapshot).doc("ascending by time").build())
            .deviations()

    private fun SchemaBuilder.deviations() = field(
        DEVIATIONS,
        SchemaBuilder.int64().doc("how often the payload deviates from the protocol").build(),
    )

    private fun SchemaBuilder.snapshotFields(): SchemaBuilder {
        field(ACQUIRED, Timestamp.builder().doc("when the vehicle took the snapshot").build())
        Parameter.entries.forEach {
            val type = when (numbers) {
                Numbers.DECIMAL -> Decimal.builder(1).parameter("connect.decimal.precision", "10")
                Numbers.DOUBLE -> SchemaBuilder.float64()
            }
            field(it.wireName, type.optional().doc("${it.meaning}, ${it.unit}").build())
        }
        return this
    }

    private fun described(text: String) = SchemaBuilder.string().doc(text).build()

    companion object {
        const val DEVICE = "device"
        const val RECEIVED = "received"
        const val SNAPSHOTS = "snapshots"
        const val DEVIATIONS = "deviations"
        const val ACQUIRED = "acquired"
    }
}
