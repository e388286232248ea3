package eu.iot4emissions.device

import eu.iot4emissions.HostException
import eu.iot4emissions.JsonFormException
import eu.iot4emissions.SettingsException
import eu.iot4emissions.TextException
import eu.iot4emissions.TimeException
import eu.iot4emissions.delivery.BrokerRole
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.message.Endpoint
import eu.iot4emissions.schedule.Schedule
import eu.iot4emissions.topic.Topic
import eu.iot4emissions.topic.TopicKind
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.time.Duration
import java.time.Instant

/** What inputs and outputs are made of: limits, errors, and what they do not show. */
class ValuesTest {
    private val topic = Topic(TopicKind.REGISTER_DEVICE, DeviceId.of("vehicle-7"))

    @Test
    fun `P-1_5 no text of a value shows a VIN, a payload or a secret`() {
        val payload = Payload.of("""{"vin":"$VIN"}""")
        val shown = listOf(
            Input.Message(1, "iot4emissions/registerDevice/$VIN", payload, false),
            Input.VehicleRead(1, VEHICLE),
            Input.ProvisioningComplete(provisioning()),
            Output.Publish(1, 1, topic, payload),
        ).map { it.toString() }
        for (text in shown) {
            assertFalse(VIN in text, text)
            assertFalse("vin\"" in text, text)
            assertFalse("000102" in text, text)
        }
        assertEquals(
            "Message(connection=1, topic=iot4emissions/registerDevice/<VIN hidden>, " +
                "payload=<27 bytes>, retain=false)",
            shown[0],
        )
    }

    @Test
    fun `payloads of the same bytes are equal, and nobody changes them`() {
        val bytes = byteArrayOf(1, 2, 3)
        val payload = Payload.of(bytes)
        assertEquals(Payload.of(byteArrayOf(1, 2, 3)), payload)
        assertEquals(Payload.of(byteArrayOf(1, 2, 3)).hashCode(), payload.hashCode())
        assertNotEquals(Payload.of(byteArrayOf(1, 2)), payload)
        bytes[0] = 9
        payload.toByteArray()[1] = 9
        assertEquals(listOf<Byte>(1, 2, 3), payload.toByteArray().toList())
        assertEquals(3, payload.size)
        assertEquals(Input.Message(1, "a", payload, true), Input.Message(1, "a", payload, true))
    }

    @Test
    fun `numbers have 32 bits, codes 8, and no sign`() {
        assertEquals(4294967295, Input.Connected(4294967295).connection)
        val refused = assertThrows<IllegalArgumentException> { Input.Connected(4294967296) }
        assertEquals("expected a number from 0 to 4294967295 as connection, found 4294967296", refused.message)
        assertThrows<IllegalArgumentException> { Input.Persisted(-1) }
        assertThrows<IllegalArgumentException> { Output.Publish(1, -1, topic, Payload.of("")) }
        assertThrows<IllegalArgumentException> { EventKind.ConfigurationApplied(0) }
        assertThrows<IllegalArgumentException> { EventKind.SnapshotsErased(-1) }
        assertEquals("0xff", ReasonCode(255).toString())
        assertThrows<IllegalArgumentException> { ReasonCode(256) }
        assertThrows<IllegalArgumentException> { ReasonCode(-1) }
        assertThrows<IllegalArgumentException> { DisconnectReason.Refused(256) }
        assertThrows<IllegalArgumentException> { RecordFault.Version(256) }
        assertThrows<IllegalArgumentException> { RecordFault.Damaged(-1) }
    }

    @Test
    fun `P-6_17 both clocks count milliseconds from 0`() {
        assertEquals(5_000, Now(Duration.ofSeconds(5), Instant.EPOCH).monotonic.toMillis())
        fun code(monotonic: Duration, wall: Instant) =
            assertThrows<TimeException> { Now(monotonic, wall) }.code
        assertEquals("negative", code(Duration.ofNanos(-1), BEGIN))
        assertEquals("before-1970", code(Duration.ZERO, Instant.EPOCH.minusNanos(1)))
        assertEquals("too-late", code(Duration.ZERO, Instant.MAX))
        assertEquals("too-late", code(Duration.ofSeconds(Long.MAX_VALUE), BEGIN))
        assertEquals("fraction", assertThrows<TimeException> { Event(BEGIN.plusMillis(1), EventKind.PersistFailed) }.code)
    }

    @Test
    fun `a wait says how long it is`() {
        val now = Now(Duration.ofSeconds(5), BEGIN)
        fun length(timeout: Long?, alarm: Long?) = Output.Wait(
            timeout?.let(Duration::ofSeconds), alarm?.let(BEGIN::plusSeconds),
        ).durationFrom(now)
        assertNull(length(null, null))
        assertEquals(Duration.ofSeconds(30), length(35, null))
        assertEquals(Duration.ofSeconds(20), length(35, 20))
        assertEquals(Duration.ZERO, length(1, 20))
    }

    @Test
    fun `P-6_3 settings are those of the rules unless they are chosen`() {
        assertEquals(30L, Settings.DEFAULT.connectTimeoutSeconds)
        assertEquals(Settings.DEFAULT, Settings())
        val few = Settings(storageLimit = 64)
        assertEquals(64, few.storageLimit)
        assertEquals(few, Settings.builder().storageLimit(64).build())
        assertEquals(few, Settings.builder(few).build())
        fun refused(make: () -> Any) = assertThrows<SettingsException> { make() }
        val zero = refused { Settings(connectTimeoutSeconds = 0) }
        assertEquals("expected 1 to 3600 as connect_timeout_seconds, found 0", zero.message)
        assertEquals("connect_timeout_seconds", zero.setting)
        assertEquals("settings", zero.code)
        assertEquals("spread_window_seconds", refused { Settings(spreadWindowSeconds = -1) }.setting)
        assertEquals("max_payload", refused { Settings(maxPayload = 1L shl 32) }.setting)
        assertEquals("earliest_time", refused { Settings(earliestTime = Instant.parse("2100-01-01T00:00:01Z")) }.setting)
        assertEquals("fraction", assertThrows<TimeException> { Settings(earliestTime = BEGIN.plusNanos(1)) }.code)
        val endpoint = Endpoint.of("example.eu", 8883)
        assertThrows<HostException> {
            FactoryConfiguration.of(endpoint, endpoint, listOf("a b"), Schedule.of("0 0 3 * * ?"))
        }
    }

    @Test
    fun `the JSON form is read back, or refused with its place`() {
        assertEquals("""{"connected":{"connection":1}}""", Input.Connected(1).toJson())
        assertEquals(Input.Wake, Input.fromJson("\"wake\""))
        assertEquals(Output.Wait(Duration.ofSeconds(30), null), Output.fromJson("""{"wait":{"timeout":30000,"alarm":null}}"""))
        assertEquals("\"persist\"", Output.Persist.toJson())
        fun refused(read: () -> Any) = assertThrows<JsonFormException> { read() }
        val number = refused { Input.fromJson("""{"connected":{"connection":"1"}}""") }
        assertEquals("expected an input in its JSON form: invalid type, expected u32", number.message)
        assertEquals("json-form" to "/connected/connection", number.code to number.path)
        val vin = refused { Input.fromJson("""{"vehicleRead":{"request":1,"vehicle":"$VIN"}}""") }
        assertFalse(VIN in vin.message.orEmpty(), vin.message)
        refused { Input.fromJson("") }
        refused { Output.fromJson("\"wake\"") }
        assertThrows<TextException> { Input.fromJson("\ud800") }
        val late = """{"notify":{"time":18446744073709551615,"kind":"persistFailed"}}"""
        assertTrue(refused { Output.fromJson(late) }.message.orEmpty().startsWith("expected an output with times up to"))
        val binary = Output.Publish(1, 1, topic, Payload.of(byteArrayOf(-1)))
        assertEquals("/publish/payload", refused { binary.toJson() }.path)
    }

    @Test
    fun `enumerations are the core's, in its order and words`() {
        fun <E : Enum<E>> same(core: List<Enum<*>>, facade: List<E>) =
            assertEquals(core.map { it.name }, facade.map { it.name })
        same(eu.iot4emissions.internal.DeviceState.entries, DeviceState.entries)
        same(eu.iot4emissions.internal.ConfigurationRefusal.entries, ConfigurationRefusal.entries)
        same(eu.iot4emissions.internal.SetAsideReason.entries, SetAsideReason.entries)
        same(eu.iot4emissions.internal.DailyCap.entries, DailyCap.entries)
        same(eu.iot4emissions.internal.EndpointOrigin.entries, EndpointOrigin.entries)
        fun written(kind: EventKind) = Output.Notify(Event(BEGIN, kind)).toJson()
        for (state in DeviceState.entries) {
            val json = written(EventKind.StateChanged(state, state))
            assertTrue(""""from":"${state.text}","to":"${state.text}"""" in json, json)
        }
        for (refusal in ConfigurationRefusal.entries) {
            assertTrue("\"${refusal.text}\"" in written(EventKind.ConfigurationRefused(1, refusal)))
        }
        for (reason in SetAsideReason.entries) {
            assertTrue("\"${reason.text}\"" in written(EventKind.SnapshotsSetAside(1, reason)))
        }
        for (cap in DailyCap.entries) {
            assertTrue("\"${cap.text}\"" in written(EventKind.DailyCapReached(cap)))
        }
        val reasons = listOf(
            DisconnectReason.NoNetwork, DisconnectReason.NameResolution, DisconnectReason.Tcp,
            DisconnectReason.Tls, DisconnectReason.Refused(5), DisconnectReason.Closed,
            DisconnectReason.TimedOut, DisconnectReason.Protocol,
        )
        assertEquals(DisconnectReason.Kind.entries, reasons.map { it.kind })
        for (reason in reasons) {
            val json = written(EventKind.ConnectionLost(BrokerRole.DATA, reason))
            assertTrue("\"${reason.kind.text}\"" in json, json)
        }
    }

    @Test
    fun `P-6_22 failures are counted by the kind of reason`() {
        val device = OtaDevice()
        device.handle(now(), Input.ProvisioningComplete(provisioning()))
        val connect = device.handle(now(), Input.Persisted(200)).filterIsInstance<Output.Connect>()
        val refused = DisconnectReason.Refused(5)
        device.handle(now(1), Input.Disconnected(connect.single().connection, refused))
        val failures = device.status().failures.connections
        assertEquals(DisconnectReason.Kind.entries.toSet(), failures.keys)
        assertEquals(mapOf(DisconnectReason.Kind.REFUSED to 1L), failures.filterValues { it > 0 })
        val status = Output.Status(device.status())
        assertEquals(status, Output.fromJson(status.toJson()))
    }
}
