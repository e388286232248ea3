package eu.iot4emissions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import eu.iot4emissions.identity.DeviceId;
import org.junit.jupiter.api.Test;

class FromJavaTest {
    @Test
    void valueClassesAreBoxed() {
        DeviceId device = DeviceId.of("vehicle-7");
        assertEquals("vehicle-7", device.getText());
        assertEquals(device, DeviceId.of("vehicle-7"));
        assertThrows(DeviceIdException.class, () -> DeviceId.of("a/b"));
    }
}
