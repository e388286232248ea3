package eu.iot4emissions.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import eu.iot4emissions.DecodeException;
import eu.iot4emissions.identity.DeviceId;
import eu.iot4emissions.kafka.connect.DataTransferConverter;
import eu.iot4emissions.kafka.connect.DataTransferRows;
import eu.iot4emissions.kafka.connect.RefusedException;
import eu.iot4emissions.message.DataTransfer;
import eu.iot4emissions.message.Decoder;
import eu.iot4emissions.message.Profile;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class FromJavaTest {
    private static final byte[] KEY = {'a'};
    private static final byte[] BAD = "{}".getBytes();

    @Test
    void serdes() {
        try (Serde<DataTransfer> serde = new DataTransferSerde(new Decoder(Profile.STRICT));
                Serde<DeviceId> keys = new DeviceIdSerde()) {
            DataTransfer transfer = serde.deserializer().deserialize("data", Payloads.GOOD.getBytes());
            assertEquals(2, transfer.getSnapshots().size());
            byte[] payload = serde.serializer().serialize("data", transfer);
            assertArrayEquals(Payloads.GOOD.getBytes(), payload);
            DeviceId device = keys.deserializer().deserialize("data", KEY);
            assertEquals("a", device.getText());
            assertArrayEquals(KEY, keys.serializer().serialize("data", device));
        }
    }

    @Test
    void deadLetters() {
        try (var deserializer = new DataTransferDeserializer()) {
            var refused = assertThrows(
                    SerializationException.class, () -> deserializer.deserialize("data", BAD));
            var cause = assertInstanceOf(DecodeException.class, refused.getCause());
            var letter = DeadLetter.of("refused", failed(refused));
            assertEquals("refused", letter.topic());
            assertArrayEquals(KEY, letter.key());
            assertArrayEquals(BAD, letter.value());
            assertEquals(5L, letter.timestamp());
            assertEquals(cause.getCode(), header(letter.headers(), RecordHeader.CODE));
            assertEquals("41", header(letter.headers(), RecordHeader.OFFSET));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> DeadLetter.of("refused", failed(new RuntimeException())));
        }
    }

    @Test
    void connect() {
        try (var rows = new DataTransferRows<SourceRecord>()) {
            rows.configure(Map.of(DataTransferRows.SHAPE, "snapshot"));
            var record = new SourceRecord(null, null, "data", null, null, "a", null, "{}");
            RefusedException refused =
                    assertThrows(RefusedException.class, () -> rows.apply(record));
            assertEquals("missing-member", refused.getCode());
            assertEquals("", refused.getPointer());
        }
        assertEquals("device.header", DataTransferConverter.DEVICE_HEADER);
    }

    private static RecordDeserializationException failed(Throwable cause) {
        return new RecordDeserializationException(
                DeserializationExceptionOrigin.VALUE, new TopicPartition("data", 2), 41, 5,
                TimestampType.CREATE_TIME, ByteBuffer.wrap(KEY), ByteBuffer.wrap(BAD),
                new RecordHeaders(), "failed", cause);
    }

    private static String header(org.apache.kafka.common.header.Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name)).map(h -> new String(h.value())).orElse(null);
    }
}
