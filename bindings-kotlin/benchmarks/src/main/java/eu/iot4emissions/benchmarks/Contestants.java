package eu.iot4emissions.benchmarks;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import eu.iot4emissions.columns.TransferColumns;
import eu.iot4emissions.message.DataTransfer;
import eu.iot4emissions.message.Decoder;
import eu.iot4emissions.topic.TopicKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** The ways in which a payload is read. */
final class Contestants {
    /** A message as Jackson binds it: typed, and not checked. */
    record Message(List<Snapshot> data) {}

    /** A snapshot as Jackson binds it. */
    record Snapshot(
            long acquired,
            BigDecimal tfc,
            BigDecimal tdt,
            BigDecimal tfccdo,
            BigDecimal tfcdscio,
            BigDecimal tdtcdoeo,
            BigDecimal tdtcdoer,
            BigDecimal tdtdscio,
            BigDecimal tgeib) {}

    private final Decoder decoder = new Decoder();
    private final JsonMapper mapper = JsonMapper.builder().build();
    private final ObjectReader messages = mapper.readerFor(Message.class);
    private final Schema schema = schema();

    /** One payload to a typed message, checked. */
    DataTransfer decode(byte[] payload) {
        return (DataTransfer) decoder.decode(TopicKind.DATA_DEVICE, payload).getMessage();
    }

    /** Many payloads to columns, checked. */
    TransferColumns columns(List<byte[]> payloads) {
        return decoder.columns(payloads);
    }

    /** One payload to records, not checked. */
    Message bind(byte[] payload) {
        return messages.readValue(payload);
    }

    /** One payload to a tree, checked by the schema: what nobody has typed yet. */
    JsonNode validate(byte[] payload) {
        JsonNode tree = mapper.readTree(payload);
        if (!schema.validate(tree).isEmpty()) {
            throw new IllegalStateException("the schema refuses what the corpus holds");
        }
        return tree;
    }

    /** The same, to records. */
    Message validateAndBind(byte[] payload) {
        return mapper.treeToValue(validate(payload), Message.class);
    }

    private static Schema schema() {
        Path file = Path.of("schemas/data-transfer.accepted.json");
        while (!Files.exists(file) && file.getNameCount() < 9) {
            file = Path.of("..").resolve(file);
        }
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(file), InputFormat.JSON);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
