package eu.iot4emissions.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import eu.iot4emissions.columns.SentTransfer;
import eu.iot4emissions.identity.DeviceId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class ArrowFromJavaTest {
    @Test
    void messagesBecomeVectors() throws Exception {
        byte[] payload = "{\"data\":[{\"acquired\":1,\"tfc\":32.5}]}".getBytes(StandardCharsets.UTF_8);
        SentTransfer message = new SentTransfer("vehicle-7", payload);
        try (RootAllocator allocator = new RootAllocator();
                TransferArrowReader reader = ArrowTransfers.scanMessages(allocator, List.of(message))) {
            assertTrue(reader.loadNextBatch());
            assertEquals("32.5", reader.getVectorSchemaRoot().getVector("tfc").getObject(0).toString());
            assertEquals(1, reader.getMessages());
        }
        assertEquals("vehicle-7", new SentTransfer(DeviceId.of("vehicle-7"), payload).getDevice());
    }
}
