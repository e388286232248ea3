package eu.iot4emissions.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import eu.iot4emissions.ClosedException;
import eu.iot4emissions.PublicationException;
import eu.iot4emissions.identity.DeviceId;
import eu.iot4emissions.obfcm.Parameter;
import eu.iot4emissions.obfcm.Snapshot;
import eu.iot4emissions.obfcm.Values;
import eu.iot4emissions.vehicle.VehicleInfo;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublicationFromJavaTest {
    private static final PseudonymKey KEY =
            PseudonymKey.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final DeviceId DEVICE = DeviceId.of("0f8fad5b-d9cb-469f-a165-70867728950e");

    @Test
    void pseudonyms() {
        assertEquals("cd657bfe4d808c34c3177b670a5ae073", Pseudonyms.pseudonym(KEY, DEVICE));
        assertEquals("e13122413b5c4dbf8184faa91acda256", Pseudonyms.pseudonym(KEY, DEVICE, 1));
    }

    @Test
    void publications() {
        Month january = Month.of("2025-01");
        PublicationSettings settings =
                PublicationSettings.of(EnumSet.of(Attribute.MAKE), MinVehicles.of(3), january, january.next());
        assertEquals(10, PublicationSettings.getDEFAULT().getMinVehicles().getVehicles());
        Fleet closed;
        try (Fleet fleet = new Fleet()) {
            closed = fleet;
            VehicleInfo papers = VehicleInfo.builder().make("JEEP").build();
            for (int number = 0; number < 3; number++) {
                DeviceId device = DeviceId.of("vehicle-" + number);
                fleet.addVehicle(device, papers, true);
                fleet.addReadings(device, List.of(reading("2025-01-01", "20000.0"), reading("2025-02-01", "21234.0")));
                fleet.addReadings(device, List.of(), 1);
            }
            Publication found = fleet.publish(KEY, settings);
            PublishedRow row = found.getRows().get(0);
            assertEquals(january, row.getMonth());
            assertEquals(Map.of(Attribute.MAKE, "JEEP"), row.getTypes());
            assertEquals(Map.of(Parameter.TOTAL_DISTANCE_TRAVELLED, 1230L), row.getGrowth());
            assertEquals(january, found.getReport().getFirstMonth());
            assertEquals(3, found.getReport().getMinVehicles().getVehicles());
            assertEquals(3, found.getGroups().get(0).getVehicles());
            assertEquals("distance_km", Publication.getCOLUMNS().get(1));
            assertNull(fleet.publish(KEY).getReport().getLastMonth());
        }
        assertThrows(ClosedException.class, () -> closed.publish(KEY, settings));
        assertThrows(PublicationException.class, () -> MinVehicles.of(2));
    }

    private static Reading reading(String day, String kilometres) {
        Values values = Values.builder()
                .value(Parameter.TOTAL_DISTANCE_TRAVELLED, new BigDecimal(kilometres))
                .build();
        return new Reading(Snapshot.of(Instant.parse(day + "T00:00:00Z"), values));
    }
}
