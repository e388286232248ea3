package eu.iot4emissions.device

import eu.iot4emissions.ClosedException
import eu.iot4emissions.RecordException
import eu.iot4emissions.delivery.BrokerRole
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.topic.TopicKind
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** What the facade adds to the vectors: lists that end at a Persist, records, closing. */
class LifeTest {
    private val provisioned = Input.ProvisioningComplete(provisioning())

    @Test
    fun `a device lives from its factory to its transfers`() = OtaDevice().use { device ->
        val driver = Driver(device)
        driver.say(Input.ClockTrusted(true))
        driver.goOn(30, driver.say(provisioned))
        assertEquals(DeviceState.OPERATIONAL, device.state)
        val sent = driver.done.filterIsInstance<Output.Publish>()
        assertEquals(TopicKind.REGISTER_DEVICE, sent.first().topic.kind)
        assertTrue(device.accounts.acknowledged > 0, "${device.status()}")
        assertTrue(device.accounts.balance(), "P-6.16")
        assertEquals(DeviceId.of("vehicle-7"), device.deviceId)
        assertEquals(DeviceId.of("vehicle-7"), device.deviceIdAt(BrokerRole.DATA))
        assertEquals(provisioning().factory, device.factory)
        assertNull(device.dataPseudonym)
        assertEquals(1L, device.configuration?.configuration?.version)
        val events = device.events.map { it.kind }
        assertTrue(EventKind.ConfigurationApplied(1) in events, "$events")
        OtaDevice.restore(driver.disk!!).use { assertEquals(device.pending, it.pending) }
        assertEquals("OtaDevice(vehicle-7: operational)", device.toString())
    }

    @Test
    fun `P-6_2 nothing that follows from a record is given out before it is stored`() =
        OtaDevice().use { device ->
            assertEquals(listOf(Output.Persist), device.handle(now(), provisioned))
            // Whatever happens meanwhile.
            for (input in listOf(Input.Wake, Input.ClockTrusted(true), Input.Ignition(true))) {
                assertEquals(listOf(Output.Wait(null, null)::class), device.handle(now(), input).map { it::class })
            }
            val rest = device.handle(now(), Input.Persisted(100))
            assertTrue(rest.first() is Output.Notify, "$rest")
            assertTrue(rest.any { it is Output.Connect }, "$rest")
            assertEquals(DeviceState.PROVISIONED, device.state)
        }

    @Test
    fun `P-6_2 what could not be stored never happened`() = OtaDevice().use { device ->
        assertEquals(listOf(Output.Persist), device.handle(now(), provisioned))
        val told = device.handle(now(), Input.PersistFailed)
        assertEquals(Output.Notify(Event(BEGIN, EventKind.PersistFailed)), told.first())
        assertEquals(listOf(Output.Wait(null, null)), told.drop(1))
        assertEquals(DeviceState.PRE_PROVISIONING, device.state)
        assertNull(device.record())
        assertEquals(listOf(Output.Persist), device.handle(now(), provisioned))
    }

    @Test
    fun `P-6_2 a device goes on from its record`() {
        val driver = Driver(OtaDevice())
        driver.say(provisioned)
        val record = driver.disk!!
        OtaDevice.restore(record).use { restored ->
            assertEquals(driver.device.state, restored.state)
            assertArrayEquals(record, restored.record())
        }
        val torn = record + record + record.copyOf(record.size - 1)
        val last = OtaDevice.restoreLast(torn)
        assertEquals(2 * record.size, last.end)
        assertArrayEquals(record, last.device.record())
        assertEquals(DeviceId.of("vehicle-7"), last.device.deviceId)
    }

    @Test
    fun `P-6_2 what is no record is refused, and told`() {
        val refused = assertThrows<RecordException> { OtaDevice.restore("torn".toByteArray()) }
        assertEquals(
            "expected a device record, found 4 bytes whose checksum does not fit",
            refused.message,
        )
        assertEquals("damaged" to 4L, refused.code to refused.found)
        assertThrows<RecordException> { OtaDevice.restoreLast(ByteArray(0)) }
        val fault = RecordFault.of(refused)
        assertEquals(RecordFault.Damaged(4), fault)
        val driver = Driver(OtaDevice())
        driver.say(provisioned)
        driver.say(Input.RecordUnreadable(fault))
        assertEquals(EventKind.RecordUnreadable(fault), driver.device.events.last().kind)
    }

    @Test
    fun `T-13 a device that is decommissioned has no record`() {
        val driver = Driver(OtaDevice())
        driver.say(provisioned)
        driver.say(Input.Decommissioned)
        assertNull(driver.device.record())
        assertNull(driver.disk)
        assertEquals(DeviceState.PRE_PROVISIONING, driver.device.state)
    }

    @Test
    fun `P-6_1 a copy goes on alike, and by itself`() {
        val driver = Driver(OtaDevice())
        driver.say(provisioned)
        val twin = driver.device.copy()
        assertTrue(twin.isSameAs(driver.device))
        assertTrue(twin.isSameAs(twin))
        assertFalse(twin == driver.device)
        Driver(twin).say(Input.Decommissioned)
        assertFalse(twin.isSameAs(driver.device))
        assertEquals(DeviceState.PROVISIONED, driver.device.state)
    }

    @Test
    fun `what is closed says so`() {
        val device = OtaDevice()
        device.close()
        device.close()
        val open = OtaDevice()
        val uses = listOf<() -> Any?>(
            { device.handle(now(), Input.Wake) },
            { device.handleInput(now(), Input.Wake) },
            { device.pollOutput() },
            { device.record() },
            { device.status() },
            { device.state },
            { device.deviceId },
            { device.deviceIdAt(BrokerRole.DATA) },
            { device.dataPseudonym },
            { device.factory },
            { device.configuration },
            { device.pending },
            { device.setAside },
            { device.due },
            { device.accounts },
            { device.events },
            { device.copy() },
            { device.isSameAs(open) },
            { open.isSameAs(device) },
        )
        for (use in uses) {
            val refused = assertThrows<ClosedException> { use() }
            assertEquals("expected an open OTA device, found one that was closed", refused.message)
        }
        assertEquals("OtaDevice(closed)", device.toString())
    }
}
