package eu.iot4emissions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import eu.iot4emissions.access.Access;
import eu.iot4emissions.access.Decision;
import eu.iot4emissions.access.Principal;
import eu.iot4emissions.access.export.BrokerVersion;
import eu.iot4emissions.access.export.ExportSettings;
import eu.iot4emissions.access.export.Exports;
import eu.iot4emissions.access.export.Format;
import eu.iot4emissions.access.export.TlsFiles;
import eu.iot4emissions.backoff.Backoff;
import eu.iot4emissions.delivery.BrokerRole;
import eu.iot4emissions.delivery.Delivery;
import eu.iot4emissions.identity.Certificates;
import eu.iot4emissions.identity.DeviceId;
import eu.iot4emissions.identity.DeviceSecret;
import eu.iot4emissions.identity.OpeningKey;
import eu.iot4emissions.identity.SealedDeviceId;
import eu.iot4emissions.identity.ServiceNames;
import eu.iot4emissions.privacy.Privacy;
import eu.iot4emissions.schedule.Schedule;
import eu.iot4emissions.schedule.Spread;
import eu.iot4emissions.schema.Schemas;
import eu.iot4emissions.topic.ShareGroup;
import eu.iot4emissions.topic.Subscription;
import eu.iot4emissions.topic.Topic;
import eu.iot4emissions.topic.TopicFilter;
import eu.iot4emissions.topic.TopicKind;
import eu.iot4emissions.topic.TopicName;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AccessFromJavaTest {
    private static final DeviceId DEVICE = DeviceId.of("vehicle-7");
    private static final DeviceSecret SECRET =
            DeviceSecret.fromHex("000102030405060708090a0b0c0d0e0f");

    @Test
    void identities() {
        OpeningKey key = OpeningKey.generate();
        DeviceId dataDevice = DeviceId.of("9a7d21e7");
        SealedDeviceId sealed = key.getSealingKey().seal(dataDevice, DEVICE);
        assertEquals(dataDevice, key.open(sealed, DEVICE));
        assertEquals(sealed, SealedDeviceId.of(sealed.toByteArray()));
        assertEquals(16, SECRET.toByteArray().length);
        assertEquals(DEVICE, ServiceNames.getDEFAULT().admit(DEVICE));
        byte[] none = new byte[0];
        assertThrows(CertificateException.class, () -> DeviceId.fromCertificate(none));
        assertThrows(
                CertificateException.class,
                () -> Certificates.certificateCommonName(none, Instant.EPOCH));
    }

    @Test
    void topics() {
        Topic topic = new Topic(TopicKind.DATA_DEVICE, DEVICE);
        assertEquals(topic, Topic.parse("iot4emissions/dataDevice/vehicle-7"));
        assertEquals(DEVICE, topic.getDevice());
        TopicFilter all = TopicFilter.allDevices(TopicKind.DATA_DEVICE);
        assertTrue(all.matches(topic) && all.covers(TopicFilter.of(topic)));
        Subscription shared = Subscription.shared(ShareGroup.of("readers"), all);
        assertEquals(shared, Subscription.parse("$share/readers/iot4emissions/dataDevice/+"));
        assertEquals(all, shared.getFilter());
        assertEquals("readers", shared.getGroup().getText());
        Principal device = new Principal.Device(DEVICE);
        TopicName name = TopicName.of(topic.getText());
        BrokerRole broker = Delivery.of(topic.getKind()).getBroker();
        assertTrue(Access.mayPublish(device, broker, topic).isAllowed());
        assertTrue(Access.mayPublish(device, broker, name, false).isAllowed());
        assertTrue(Access.mayPublish(device, broker, name).isAllowed());
        assertTrue(Access.maySubscribe(Principal.DataService.INSTANCE, broker, shared).isAllowed());
        assertTrue(Access.maySubscribe(Principal.DataService.INSTANCE, broker, all).isAllowed());
        assertTrue(Access.mayReceive(Principal.DataService.INSTANCE, broker, name).isAllowed());
        Decision.Denied denied =
                (Decision.Denied) Access.mayPublish(device, broker, topic, true);
        assertEquals("retained", denied.getCode());
    }

    @Test
    void exportsAndNotes() {
        ExportSettings settings =
                new ExportSettings()
                        .withDevices(List.of(DEVICE))
                        .withTls(new TlsFiles("/ca.pem", "/broker.pem", "/broker.key"))
                        .withVersion(BrokerVersion.of("2.1"));
        String text =
                Exports.exportRules(Format.MOSQUITTO_DYNSEC, BrokerRole.DATA, settings)
                        .getFiles()
                        .get(0)
                        .getText();
        assertTrue(text.contains("vehicle-7"));
        assertEquals("2.0", Format.MOSQUITTO.getNotes().getDefaultVersion().getText());
    }

    @Test
    void schedules() {
        Schedule quarterly = Schedule.of("0 0 0 1 1/3 ? *");
        Instant june = Instant.parse("2021-06-01T00:00:00Z");
        Instant july = Instant.parse("2021-07-01T00:00:00Z");
        Duration day = Duration.ofDays(1);
        assertEquals(List.of(july), quarterly.occurrencesAfter(june, 1));
        assertEquals(july.plusSeconds(53715), quarterly.spreadAfter(SECRET, day, june));
        assertEquals(Duration.ofSeconds(53715), Spread.spreadOffset(SECRET, day, july));
        assertEquals(4, quarterly.getYearlyCount().getLast());
        Backoff backoff = Backoff.of(Duration.ofSeconds(1));
        assertEquals(Backoff.getDEFAULT(), backoff);
        assertEquals(Duration.ofMillis(2045), backoff.delay(SECRET, 2, 1));
    }

    @Test
    void textsAndSchemas() {
        assertEquals("a <VIN hidden>", Privacy.hideVins("a 1M8GDM9AXKP042788"));
        assertEquals(8, Schemas.schemaNames().size());
        assertThrows(SchemaException.class, () -> Schemas.schema("none"));
    }

    /** Kotlin's internal constructors are public to Java: these are private instead. */
    @Test
    void nothingIsMadeUnchecked() {
        Stream.of(
                        DeviceId.class,
                        SealedDeviceId.class,
                        TopicName.class,
                        TopicFilter.class,
                        ShareGroup.class,
                        BrokerVersion.class,
                        ServiceNames.class,
                        Subscription.class,
                        Backoff.class,
                        Schedule.class,
                        DeviceSecret.class,
                        OpeningKey.class)
                .forEach(
                        type -> {
                            Constructor<?>[] open =
                                    Arrays.stream(type.getDeclaredConstructors())
                                            .filter(it -> !it.isSynthetic())
                                            .filter(it -> !Modifier.isPrivate(it.getModifiers()))
                                            .toArray(Constructor<?>[]::new);
                            assertArrayEquals(new Constructor<?>[0], open, type.getName());
                        });
    }

    @TestFactory
    List<DynamicTest> vectors() {
        return Vectors.INSTANCE.tests(
                "access",
                vector -> {
                    decide(vector);
                    return kotlin.Unit.INSTANCE;
                });
    }

    private static void decide(JsonNode vector) {
        if (vector.get("function").textValue().equals("principal")) {
            JsonNode names = vector.get("services");
            ServiceNames services =
                    ServiceNames.of(
                            names.get("registration").textValue(), names.get("data").textValue());
            String name = Vectors.INSTANCE.text(vector.get("text"));
            if (vector.has("refused")) {
                DeviceIdException refused =
                        assertThrows(
                                DeviceIdException.class, () -> Principal.fromName(name, services));
                assertEquals(vector.get("refused").textValue(), refused.getCode());
            } else {
                assertEquals(
                        principal(vector.get("principal")), Principal.fromName(name, services));
            }
            return;
        }
        Principal who = principal(vector.get("principal"));
        BrokerRole broker =
                vector.get("broker").textValue().equals("data")
                        ? BrokerRole.DATA
                        : BrokerRole.REGISTRATION;
        Decision decision =
                switch (vector.get("function").textValue()) {
                    case "publish" ->
                            Access.mayPublish(
                                    who,
                                    broker,
                                    Vectors.INSTANCE.text(vector.get("topic")),
                                    vector.get("retain").booleanValue());
                    case "subscribe" ->
                            Access.maySubscribe(
                                    who, broker, Vectors.INSTANCE.text(vector.get("filter")));
                    case "receive" ->
                            Access.mayReceive(
                                    who, broker, Vectors.INSTANCE.text(vector.get("topic")));
                    default -> throw new AssertionError(vector);
                };
        String rule = decision instanceof Decision.Denied denied ? denied.getRule() : null;
        assertEquals(vector.get("deniedBy").textValue(), rule);
    }

    private static Principal principal(JsonNode value) {
        if (value.has("device")) {
            return new Principal.Device(DeviceId.of(value.get("device").textValue()));
        }
        return value.textValue().equals("dataService")
                ? Principal.DataService.INSTANCE
                : Principal.RegistrationService.INSTANCE;
    }
}
