package eu.iot4emissions.kafka.connect

import eu.iot4emissions.ProtocolException
import eu.iot4emissions.message.DataTransfer
import eu.iot4emissions.message.Decoded
import eu.iot4emissions.message.Decoder
import eu.iot4emissions.obfcm.Parameter
import eu.iot4emissions.obfcm.Snapshot
import eu.iot4emissions.obfcm.Values
import eu.iot4emissions.topic.TopicKind
import org.apache.kafka.connect.data.Struct
import java.math.BigDecimal
import java.util.Date

/** The payload, read whole or refused whole (P-5.3). */
internal fun Decoder.readTransfer(payload: ByteArray): Decoded = try {
    decode(TopicKind.DATA_DEVICE, payload)
} catch (refused: ProtocolException) {
    throw RefusedException.of(refused, "a Data Transfer")
}

/** A transfer, and how often its payload deviated (P-5.4). */
internal class Transfer(val snapshots: List<Snapshot>, val deviations: Long) {
    constructor(decoded: Decoded) :
        this((decoded.message as DataTransfer).snapshots, decoded.counts.values.sum())

    /** Puts the transfer into [into], which has an array of snapshots. */
    fun fill(into: Struct, schema: RowSchema): Struct = into
        .put(
            RowSchema.SNAPSHOTS,
            snapshots.map { schema.fill(Struct(schema.snapshot), it) },
        )
        .put(RowSchema.DEVIATIONS, deviations)
}

/** The transfer whose snapshots a struct of [RowSchema]'s has, or of one like it. */
internal fun Struct.toTransfer(): DataTransfer {
    val snapshots = fieldOrNull(RowSchema.SNAPSHOTS)
    try {
        val structs = if (snapshots is List<*>) snapshots else listOf(this)
        return DataTransfer.of(structs.map { (it as? Struct ?: notOne()).toSnapshot() })
    } catch (refused: ProtocolException) {
        throw RefusedException.of(refused, "snapshots of a Data Transfer")
    }
}

private fun Struct.toSnapshot(): Snapshot {
    val acquired = fieldOrNull(RowSchema.ACQUIRED) as? Date ?: notOne()
    val values = Values.builder()
    Parameter.entries.forEach {
        when (val value = fieldOrNull(it.wireName)) {
            null -> Unit
            is BigDecimal -> values.value(it, value)
            is Double -> values.value(it, value.exactly())
            else -> notOne()
        }
    }
    return Snapshot.of(acquired.toInstant(), values.build())
}

/** The shortest decimal that this double stands for. */
private fun Double.exactly(): BigDecimal = if (isFinite()) BigDecimal.valueOf(this) else notOne()

private fun Struct.fieldOrNull(name: String): Any? = schema().field(name)?.let { get(it) }

private fun notOne(): Nothing = throw RefusedException(
    "type", "a Struct with an array of snapshots, or a snapshot, whose acquired is a Timestamp " +
        "and whose values are Decimal or FLOAT64",
)
