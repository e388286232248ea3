package eu.iot4emissions.kafka.broker

import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.kafka.DeadLetter
import eu.iot4emissions.message.DataTransfer
import org.apache.kafka.clients.consumer.Consumer
import org.apache.kafka.clients.consumer.ConsumerRecords
import org.apache.kafka.clients.producer.Producer
import org.apache.kafka.common.errors.RecordDeserializationException
import java.time.Duration

fun Consumer<DeviceId, DataTransfer>.pollOrBury(
    letters: Producer<ByteArray?, ByteArray?>,
    topic: String,
): ConsumerRecords<DeviceId, DataTransfer> = try {
    poll(Duration.ofMillis(500))
} catch (failed: RecordDeserializationException) {
    letters.send(DeadLetter.of(topic, failed)).get() // first stored, then passed over
    seek(failed.topicPartition(), failed.offset() + 1)
    ConsumerRecords.empty()
}
