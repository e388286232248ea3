package eu.iot4emissions.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import eu.iot4emissions.identity.DeviceId;
import eu.iot4emissions.message.ConfiguredState;
import eu.iot4emissions.message.Endpoint;
import eu.iot4emissions.message.RegistrationStatus;
import eu.iot4emissions.obfcm.Snapshot;
import eu.iot4emissions.schedule.Schedule;
import eu.iot4emissions.services.call.Answer;
import eu.iot4emissions.services.call.Call;
import eu.iot4emissions.services.call.Sequence;
import eu.iot4emissions.services.clearance.Clearance;
import eu.iot4emissions.services.data.Answered;
import eu.iot4emissions.services.data.ConfigurationParameters;
import eu.iot4emissions.services.data.DataDecisions;
import eu.iot4emissions.services.data.DeviceEntry;
import eu.iot4emissions.services.data.DeviceRecord;
import eu.iot4emissions.services.data.Reception;
import eu.iot4emissions.services.data.StorageDecision;
import eu.iot4emissions.services.registration.Country;
import eu.iot4emissions.services.registration.Decision;
import eu.iot4emissions.services.registration.Effect;
import eu.iot4emissions.services.registration.Event;
import eu.iot4emissions.services.registration.RegistrationDecisions;
import eu.iot4emissions.services.registration.VehicleRecord;
import eu.iot4emissions.services.retention.Kept;
import eu.iot4emissions.services.retention.RetentionPeriods;
import eu.iot4emissions.vehicle.VehicleInfo;
import eu.iot4emissions.vehicle.Vin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** P-7.1, P-7.4, P-7.5, P-7.7: a device's way through both services, as Java writes it. */
class ServicesFromJavaTest {
    private static final Instant NOW = Instant.parse("2021-06-01T00:00:00Z");
    private static final DeviceId DEVICE = DeviceId.of("vehicle-7");
    private static final byte[] PAYLOAD =
            "{\"data\":[{\"acquired\":1622538000,\"tfc\":32.5,\"tdt\":295.9}]}"
                    .getBytes(StandardCharsets.UTF_8);

    private final ConfigurationParameters parameters =
            ConfigurationParameters.of(
                    Endpoint.of("registration.example.eu", 8883),
                    Endpoint.of("data.example.eu", 8883),
                    Schedule.of("0 0 0 1 * ? *"),
                    Schedule.of("0 0 0 1 1/3 ? *"),
                    Schedule.of("0 0 6 ? * SUN"),
                    7);

    private VehicleRecord vehicle = VehicleRecord.of(Vin.of("JFXHF05K1L4104934"));
    private DeviceEntry entry;

    @Test
    void aDeviceIsIntroducedRegisteredClearedAndHeard() {
        VehicleInfo attributes = VehicleInfo.builder().manufacturer("FIAT GROUP").build();
        assertEquals(
                List.of(Effect.CallDataService.INSTANCE),
                happens(new Event.Requested(DEVICE, attributes)));
        assertTrue(vehicle.getHasOutstandingCall());
        List<Effect> effects = callDataService();
        Effect.PublishStatus published = (Effect.PublishStatus) effects.get(0);
        assertEquals(DEVICE, published.getDevice());
        assertEquals(RegistrationStatus.Registered.INSTANCE, published.getStatus());
        assertEquals(
                RegistrationStatus.Registered.INSTANCE,
                RegistrationDecisions.statusOf(DEVICE, List.of(vehicle)));

        // It may not send before its vehicle is registered with consent.
        assertEquals(
                ConfiguredState.INITIALIZED, entry.getDeviceRecord().getStatus().getDeviceState());
        Reception.Denied denied =
                (Reception.Denied) DataDecisions.receive(entry.getDeviceRecord(), PAYLOAD);
        assertEquals(1, denied.getDenial().getAfterSuspension());

        happens(new Event.Registered(Country.of("DE"), attributes, true));
        callDataService();
        assertFalse(vehicle.getHasOutstandingCall());
        assertNull(vehicle.outstanding());
        DeviceRecord record = entry.getDeviceRecord();
        assertEquals(Clearance.Cleared.INSTANCE, record.getClearance());

        Reception.Accept accepted =
                assertInstanceOf(
                        Reception.Accept.class, DataDecisions.receive(record, PAYLOAD));
        Snapshot snapshot = accepted.getMessage().getSnapshots().get(0);
        assertTrue(record.keeps(snapshot));
        assertEquals(StorageDecision.NEW, DataDecisions.store(null, snapshot));
        assertEquals(StorageDecision.DUPLICATE, DataDecisions.store(snapshot, snapshot));
    }

    @Test
    void recordsAreStoredAsText() {
        happens(new Event.Requested(DEVICE, VehicleInfo.EMPTY));
        assertEquals(vehicle, VehicleRecord.fromJson(vehicle.toJson()));
        callDataService();
        assertEquals(entry, DeviceEntry.fromJson(entry.toJson()));
        DeviceRecord record = entry.getDeviceRecord();
        assertEquals(record, DeviceRecord.fromJson(record.toJson()));
        assertEquals(1, record.getLast().getSequence().getNumber());
        assertEquals(Sequence.of(2), record.getLast().getSequence().next());
    }

    @Test
    void settingsHaveDefaults() {
        assertTrue(RegistrationDecisions.isMemberState("FR"));
        RetentionPeriods periods = RetentionPeriods.STANDARD;
        assertEquals(
                NOW.minusSeconds(periods.getQuarantine() * 86_400),
                periods.earliest(Kept.QUARANTINE, NOW));
    }

    private List<Effect> happens(Event event) {
        Decision decision = RegistrationDecisions.decide(vehicle, event);
        vehicle = decision.getRecord();
        return decision.getEffects();
    }

    private List<Effect> callDataService() {
        Call call = vehicle.outstanding();
        Answered answered = DataDecisions.answer(entry, call, parameters, NOW);
        assertEquals(Answer.Applied.INSTANCE, answered.getAnswer());
        entry = answered.getEntry();
        return happens(
                new Event.CallAnswered(call.getDevice(), call.getSequence(), answered.getAnswer()));
    }
}
