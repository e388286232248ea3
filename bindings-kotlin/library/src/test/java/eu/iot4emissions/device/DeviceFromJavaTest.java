package eu.iot4emissions.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import eu.iot4emissions.ClosedException;
import eu.iot4emissions.RecordException;
import eu.iot4emissions.SettingsException;
import eu.iot4emissions.delivery.BrokerRole;
import eu.iot4emissions.identity.DeviceId;
import eu.iot4emissions.identity.DeviceSecret;
import eu.iot4emissions.message.Endpoint;
import eu.iot4emissions.message.RegistrationRequest;
import eu.iot4emissions.message.RegistrationStatus;
import eu.iot4emissions.schedule.Schedule;
import eu.iot4emissions.topic.Topic;
import eu.iot4emissions.topic.TopicKind;
import eu.iot4emissions.vehicle.VehicleInfo;
import eu.iot4emissions.vehicle.Vin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A device, provisioned and registered by a driver in Java. */
class DeviceFromJavaTest {
    private static final Now NOW =
        new Now(Duration.ofSeconds(5), Instant.parse("2026-01-01T00:00:00Z"));

    private byte[] disk;

    private static Input provisioned() {
        Settings settings = Settings.builder().storageLimit(64).build();
        FactoryConfiguration factory = FactoryConfiguration.of(
            Endpoint.of("registration.example.eu", 8883),
            Endpoint.of("data.example.eu", 8883),
            List.of("example.eu"),
            Schedule.of("0 0 3 * * ?"),
            settings);
        DeviceId id = DeviceId.of("vehicle-7");
        return new Input.ProvisioningComplete(
            new Provisioning(id, DeviceSecret.generate(), factory));
    }

    /** All that is to be done, where records are stored at once. */
    private List<Output> step(OtaDevice device, Input input) {
        List<Output> all = new ArrayList<>();
        List<Output> outputs = device.handle(NOW, input);
        while (outputs.get(outputs.size() - 1) instanceof Output.Persist) {
            all.addAll(outputs);
            disk = device.record();
            outputs = device.handle(NOW, new Input.Persisted(disk.length));
        }
        all.addAll(outputs);
        return all;
    }

    private static <T> T only(List<Output> outputs, Class<T> kind) {
        List<T> found = outputs.stream().filter(kind::isInstance).map(kind::cast).toList();
        assertEquals(1, found.size(), outputs.toString());
        return found.get(0);
    }

    @Test
    void aDeviceRegisters() {
        try (OtaDevice device = new OtaDevice()) {
            assertNull(device.record());
            Output.Connect connect = only(step(device, provisioned()), Output.Connect.class);
            assertEquals(BrokerRole.REGISTRATION, connect.getBroker());
            assertEquals(DeviceId.of("vehicle-7"), connect.getDevice());
            long connection = connect.getConnection();
            Output.Subscribe subscribe =
                only(step(device, new Input.Connected(connection)), Output.Subscribe.class);
            assertEquals(TopicKind.REGISTER_SERVER, subscribe.getTopic().getKind());
            List<Output> waiting = step(device, new Input.Subscribed(connection));
            Output.Wait wait = only(waiting, Output.Wait.class);
            // No retained status comes: the device asks the vehicle, and registers.
            Duration length = wait.durationFrom(NOW);
            assertEquals(Duration.ofSeconds(5), length);
            Now later = new Now(
                NOW.getMonotonic().plus(length), NOW.getWall().plus(length));
            Output.ReadVehicle read =
                only(device.handle(later, Input.Wake.INSTANCE), Output.ReadVehicle.class);
            RegistrationRequest vehicle =
                new RegistrationRequest(Vin.of("JFXHF05K1L4104934"), VehicleInfo.EMPTY);
            Output.Publish publish = only(
                step(device, new Input.VehicleRead(read.getRequest(), vehicle)),
                Output.Publish.class);
            assertEquals(Payload.of(vehicle.encode()), publish.getPayload());
            step(device, new Input.PublishAcknowledged(connection, publish.getPublish()));
            Topic topic = new Topic(TopicKind.REGISTER_SERVER, DeviceId.of("vehicle-7"));
            byte[] status = RegistrationStatus.Registered.INSTANCE.encode();
            step(device, new Input.Message(
                connection, topic.getText(), Payload.of(status), false));
            assertEquals(DeviceState.REGISTERED, device.getState());
            assertEquals(DeviceId.of("vehicle-7"), device.deviceIdAt(BrokerRole.DATA));
        }
        try (OtaDevice restored = OtaDevice.restore(disk)) {
            assertEquals(DeviceState.REGISTERED, restored.getState());
            assertFalse(restored.status().getEvents().isEmpty());
            assertEquals(64, restored.getFactory().getSettings().getStorageLimit());
        }
    }

    @Test
    void whatIsWrongIsTyped() {
        RecordException refused =
            assertThrows(RecordException.class, () -> OtaDevice.restore(new byte[] {1}));
        assertInstanceOf(RecordFault.Damaged.class, RecordFault.of(refused));
        assertThrows(
            SettingsException.class, () -> Settings.builder().storageLimit(0).build());
        OtaDevice device = new OtaDevice();
        device.close();
        assertThrows(ClosedException.class, () -> device.handle(NOW, Input.Wake.INSTANCE));
        assertEquals(Input.Wake.INSTANCE, Input.fromJson(Input.Wake.INSTANCE.toJson()));
    }
}
