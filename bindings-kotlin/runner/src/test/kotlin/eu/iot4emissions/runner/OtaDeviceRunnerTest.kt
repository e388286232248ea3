package eu.iot4emissions.runner

import eu.iot4emissions.device.DeviceState
import eu.iot4emissions.device.EventKind
import eu.iot4emissions.device.Input
import eu.iot4emissions.device.OtaDevice
import eu.iot4emissions.device.Status
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.message.Endpoint
import eu.iot4emissions.message.RegistrationRequest
import eu.iot4emissions.obfcm.Values
import java.io.IOException
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows

@Timeout(60)
class OtaDeviceRunnerTest {
    private val log = CopyOnWriteArrayList<String>()
    private val network = FakeNetwork { log += it }
    private val store = MemoryStore { log += it }
    private val device = DeviceId.of("vehicle-7")
    private val failures = CopyOnWriteArrayList<RunnerFailure>()
    private val vehicle = CountingVehicle()

    /** One for all lives: where a clock goes back, snapshots are set aside (P-6.13). */
    private val clock = FastClock(2_000_000)

    private fun runner(
        vehicle: Vehicle = this.vehicle,
        transport: MqttTransport = network,
        store: RecordStore = this.store,
    ) = OtaDeviceRunner(
        provisioning(device, network.endpoint), transport, store, vehicle, clock, { failures += it },
    ).also { it.clockTrusted(true) }

    private fun living(test: suspend CoroutineScope.() -> Unit) = runBlocking(Dispatchers.Default) {
        withTimeout(45.seconds) { test() }
    }

    private suspend fun OtaDeviceRunner.until(wanted: (Status) -> Boolean) = status.first(wanted)

    @Test
    fun `a device registers, is configured, acquires and transfers`() = living {
        val runner = runner()
        assertEquals(DeviceState.PRE_PROVISIONING, runner.status.value.state)
        val raised = async { runner.events.first { it.kind is EventKind.StateChanged } }
        val life = launch { runner.run() }
        val status = runner.until { it.accounts.acknowledged > 20 }
        life.cancelAndJoin()
        assertEquals(DeviceState.OPERATIONAL, status.state)
        assertTrue(device in network.registered)
        assertNotNull(raised.await())
        val times = network.stored.getValue(device).map { it.acquired }
        assertEquals(times.toSet().size, times.size, "each once")
        assertEquals(times.sorted(), times)
        assertEquals(0, network.open)
    }

    @Test
    fun `P-6_2 nothing is asked of the network while a record is being stored`() = living {
        store.millis = 3
        val runner = runner()
        val life = launch { runner.run() }
        runner.until { it.accounts.acknowledged > 10 }
        life.cancelAndJoin()
        assertEquals("storing", log.first())
        log.zipWithNext().forEach { (before, after) ->
            if (before == "storing") assertEquals("stored", after, "$log")
        }
    }

    @Test
    fun `what is acknowledged before a cancellation is stored`() = living {
        repeat(10) { round ->
            val runner = runner()
            val life = launch { runner.run() }
            runner.until { it.accounts.acknowledged > 5 * (round + 1) }
            delay(round * 3L)
            life.cancelAndJoin()
            assertEquals(0, network.open, "DISCONNECT was said")
        }
        assertKept(store.record!!, network.stored.getValue(device))
    }

    @Test
    fun `P-6_2 a full disk is no crash, and who told something hears of it`() = living {
        val runner = runner()
        val life = launch { runner.run() }
        runner.until { it.accounts.acknowledged > 0 }
        store.full = true
        val error = assertThrows<NotStoredException> { runBlocking { runner.tell(Input.RegisterAgain) } }
        assertEquals("no space left on device", error.cause?.message)
        assertTrue(failures.any { it is RunnerFailure.NotStored })
        // It tries again by itself.
        while (failures.count { it is RunnerFailure.NotStored } < 4) delay(5)
        val acquired = runner.status.value.accounts.acknowledged
        store.full = false
        runner.tell(Input.RegisterAgain)
        assertEquals(1, runner.until { it.accounts.acknowledged > acquired }.failures.persists)
        life.cancelAndJoin()
        assertKept(store.record!!, network.stored.getValue(device))
    }

    @Test
    fun `P-6_2 a disk that is full at the first start does not keep a device dead`() = living {
        store.full = true
        val runner = runner()
        val life = launch { runner.run() }
        while (failures.isEmpty()) delay(5)
        assertEquals(DeviceState.PRE_PROVISIONING, runner.status.value.state)
        store.full = false
        runner.until { it.state == DeviceState.OPERATIONAL }
        life.cancelAndJoin()
    }

    @Test
    fun `P-6_2 a damaged record is said, and the device begins anew`() = living {
        store.record = "no record".toByteArray()
        val runner = runner()
        val life = launch { runner.run() }
        val status = runner.until { it.state == DeviceState.OPERATIONAL }
        assertTrue(status.events.any { it.kind is EventKind.RecordUnreadable }, "${status.events}")
        life.cancelAndJoin()
    }

    @Test
    fun `a store that cannot be read ends the run, for to begin anew would lose a record`() = living {
        val broken = object : RecordStore by store {
            override fun read() = throw IOException("input/output error")
        }
        assertThrows<IOException> { runBlocking { runner(store = broken).run() } }
    }

    @Test
    fun `P-6_9 a changed configuration goes on from the record`() = living {
        val runner = runner()
        val life = launch { runner.run() }
        runner.until { it.configurationVersion == 1L && it.accounts.acknowledged > 0 }
        network.configuration = configuration(network.endpoint, version = 2)
        val changed = runner.until { it.configurationVersion == 2L }.accounts.acknowledged
        val after = runner.until { it.accounts.acknowledged > changed + 3 }
        assertEquals(true, after.clock.trusted, "it is told again")
        life.cancelAndJoin()
    }

    @Test
    fun `what is decommissioned has no record`() = living {
        val runner = runner()
        val life = launch { runner.run() }
        runner.until { it.state == DeviceState.OPERATIONAL }
        runner.tell(Input.Decommissioned)
        assertNull(store.record)
        assertEquals(DeviceState.PRE_PROVISIONING, runner.queryStatus().state)
        life.cancelAndJoin()
    }

    @Test
    fun `P-6_20 a certificate of another device is said at the start`() = living {
        val first = runner()
        val life = launch { first.run() }
        first.until { it.state == DeviceState.OPERATIONAL }
        life.cancelAndJoin()
        val other = DeviceId.of("vehicle-8")
        val renewed = OtaDeviceRunner(
            provisioning(other, network.endpoint), network, store, vehicle, clock,
        )
        val next = launch { renewed.run() }
        renewed.until { it.state == DeviceState.OPERATIONAL }
        next.cancelAndJoin()
        assertTrue(other in network.registered)
    }

    @Test
    fun `P-6_15 a communication test has its result in the status`() = living {
        val runner = runner()
        val life = launch { runner.run() }
        runner.until { it.state == DeviceState.OPERATIONAL }
        runner.communicationTest()
        assertTrue(runner.until { it.lastTest != null }.lastTest!!.passed)
        life.cancelAndJoin()
    }

    @Test
    fun `P-6_21 network and ignition are told`() = living {
        val runner = runner()
        runner.network(false)
        runner.ignition(true)
        val life = launch { runner.run() }
        val status = runner.until { it.network == false && it.ignition == true }
        assertEquals(DeviceState.PROVISIONED, status.state)
        delay(500)
        // The one that is decided with the provisioning, before which a device hears of no network.
        assertTrue(log.count { it == "connect" } <= 1, "$log")
        runner.network(true)
        runner.until { it.state == DeviceState.OPERATIONAL }
        life.cancelAndJoin()
    }

    @Test
    fun `a vehicle that throws, or says nothing, is asked again`() = living {
        var asked = 0
        val shy = object : Vehicle {
            override suspend fun readVehicle(): RegistrationRequest? = when (asked++) {
                0 -> null
                1 -> error("no answer from the gateway")
                2 -> withTimeout(1) { awaitCancellation() }
                else -> vehicle.readVehicle()
            }

            override suspend fun acquire(): Values? = vehicle.acquire()
        }
        val runner = runner(shy)
        val life = launch { runner.run() }
        runner.until { it.state == DeviceState.OPERATIONAL }
        life.cancelAndJoin()
        assertEquals(4, asked)
        assertEquals(1, failures.count { it is RunnerFailure.VehicleFailed })
    }

    @Test
    fun `P-6_6 a lost connection is made again, and what was not acknowledged is sent again`() = living {
        var lost = 0
        network.beforePuback = { topic ->
            if ("dataDevice" in topic && lost++ < 3) throw FakeNetwork.LOST
            if (lost in 1..3) awaitCancellation()
        }
        val broken = object : MqttTransport {
            override suspend fun connect(endpoint: Endpoint, device: DeviceId): MqttConnection {
                val open = network.connect(endpoint, device)
                return object : MqttConnection by open {
                    override suspend fun publish(topic: String, payload: ByteArray) = try {
                        open.publish(topic, payload)
                    } catch (error: ConnectionException) {
                        // A transport that says it in another way than it should.
                        throw IllegalStateException("lost", error)
                    }
                }
            }
        }
        val runner = runner(transport = broken)
        val life = launch { runner.run() }
        runner.until { it.accounts.acknowledged > 10 }
        life.cancelAndJoin()
        assertTrue(failures.any { it is RunnerFailure.NotConnected })
    }

    @Test
    fun `what the runner says itself cannot be told, and it runs once`() = living {
        val runner = runner()
        assertThrows<IllegalArgumentException> { runBlocking { runner.tell(Input.Persisted(1)) } }
        val life = launch { runner.run() }
        runner.until { it.state != DeviceState.PRE_PROVISIONING }
        assertThrows<IllegalStateException> { runBlocking { runner.run() } }
        life.cancelAndJoin()
    }

    @Test
    fun `whoever waits for an answer of a runner that ends is told`() = living {
        val storing = CompletableDeferred<Unit>()
        val hanging = object : RecordStore by store {
            var slow = false

            override fun replace(record: ByteArray) {
                if (slow) {
                    storing.complete(Unit)
                    Thread.sleep(300)
                }
                store.replace(record)
            }
        }
        val runner = runner(store = hanging)
        val life: Job = launch { runner.run() }
        runner.until { it.state == DeviceState.OPERATIONAL }
        hanging.slow = true
        val order = async { runCatching { runner.tell(Input.RegisterAgain) }.exceptionOrNull() }
        storing.await()
        life.cancelAndJoin()
        // What was being stored is stored.
        val state = OtaDevice.restore(store.record!!).use { it.state }
        assertEquals("stored", log.last { it.startsWith("stor") })
        val told = order.await()
        assertTrue(told == null || told is RunnerEndedException, "$told $state")
        // Runs again.
        val again = launch { runner.run() }
        hanging.slow = false
        runner.until { it.accounts.acknowledged > 0 }
        again.cancelAndJoin()
    }
}
