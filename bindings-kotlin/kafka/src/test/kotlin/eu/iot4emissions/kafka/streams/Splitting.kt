package eu.iot4emissions.kafka.streams

import eu.iot4emissions.kafka.DataTransferSerde
import eu.iot4emissions.kafka.DeviceIdSerde
import eu.iot4emissions.message.DataTransfer
import org.apache.kafka.streams.StreamsBuilder
import org.apache.kafka.streams.Topology
import org.apache.kafka.streams.kstream.Consumed
import org.apache.kafka.streams.kstream.Produced

fun oneSnapshotEach(from: String, to: String): Topology {
    val builder = StreamsBuilder()
    builder.stream(from, Consumed.with(DeviceIdSerde(), DataTransferSerde()))
        .flatMapValues { transfer -> transfer.snapshots.map { DataTransfer.of(listOf(it)) } }
        .to(to, Produced.with(DeviceIdSerde(), DataTransferSerde()))
    return builder.build()
}
