package eu.iot4emissions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import eu.iot4emissions.columns.ReadOptions;
import eu.iot4emissions.columns.SentTransfer;
import eu.iot4emissions.columns.TransferColumns;
import eu.iot4emissions.columns.TransferScan;
import eu.iot4emissions.columns.Transfers;
import eu.iot4emissions.envelope.EnvelopeNames;
import eu.iot4emissions.envelope.LineForm;
import eu.iot4emissions.message.DataTransfer;
import eu.iot4emissions.message.DecodeResult;
import eu.iot4emissions.message.Decoder;
import eu.iot4emissions.obfcm.Parameter;
import eu.iot4emissions.topic.TopicKind;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsFromJavaTest {
    private final byte[] good = bytes("{\"data\":[{\"acquired\":1,\"tfc\":32.5}]}");
    private final byte[] bad = bytes("{\"data\":[]}");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void manyPayloadsAreDecoded() {
        Decoder decoder = new Decoder();
        DataTransfer transfer = decoder.decodeTransfer(good);
        assertEquals(new BigDecimal("32.5"), transfer.getSnapshots().get(0).getValues().getTotalFuelConsumed());
        List<DecodeResult> results = decoder.decodeAll(TopicKind.DATA_DEVICE, List.of(good, bad));
        assertEquals(transfer, ((DecodeResult.Accepted) results.get(0)).getDecoded().getMessage());
        DecodeException refused = ((DecodeResult.Refused) results.get(1)).getError();
        assertEquals("/data", refused.getPath());
        TransferColumns columns = decoder.columns(List.of(good, bad));
        assertEquals(325, columns.tenths(Parameter.TOTAL_FUEL_CONSUMED, 0));
        assertEquals(refused.getCode(), columns.getRejected().get(0).getCode());
        assertNull(columns.device(0));
    }

    @Test
    void streamsAreRead() throws Exception {
        ReadOptions options = new ReadOptions(LineForm.EACH, EnvelopeNames.preset("mosquitto-sub"));
        byte[] line = bytes("iot4emissions/dataDevice/vehicle-7 {\"data\":[{\"acquired\":1,\"tfc\":32.5}]}");
        try (TransferScan scan = Transfers.scan(new ByteArrayInputStream(line), options)) {
            assertEquals("vehicle-7", scan.next().device(0).getText());
        }
        TransferColumns columns = Transfers.readMessages(List.of(new SentTransfer("vehicle-7", good)));
        assertEquals(1, columns.getSize());
    }
}
