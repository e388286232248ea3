import eu.iot4emissions.message.DataTransfer
import eu.iot4emissions.message.Decoder
import eu.iot4emissions.topic.TopicKind

fun main() {
    val payload = """{"data": [{"acquired": 1622538000, "tfc": 32.5, "tdt": "295.9"}]}"""
    val decoded = Decoder().decode(TopicKind.DATA_DEVICE, payload.toByteArray())
    val transfer = decoded.message as DataTransfer
    println(transfer.snapshots.single().values.totalDistanceTravelled) // exactly: 295.9
    println(decoded.deviations.single()) // what deviates from the protocol is named …
    println(transfer.encode().decodeToString()) // … and what is written always the same bytes
}
