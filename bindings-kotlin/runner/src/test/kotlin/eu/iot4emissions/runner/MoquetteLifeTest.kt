package eu.iot4emissions.runner

import eu.iot4emissions.device.DeviceState
import eu.iot4emissions.identity.DeviceId
import java.nio.file.Path
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir

/** A whole life over the HiveMQ client, with mutual TLS and the record in a file. */
@Timeout(90)
class MoquetteLifeTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `registers, is configured, sends, loses its broker, and goes on`() = runBlocking(Dispatchers.Default) {
        val authority = TestAuthority()
        val device = DeviceId.of("vehicle-7")
        val broker = TestBroker(authority, folder)
        broker.onPublish = { topic, _ ->
            if (topic == "iot4emissions/registerDevice/vehicle-7") {
                broker.publish("iot4emissions/registerServer/vehicle-7", REGISTERED, retain = true)
            }
        }
        val operational = configuration(broker.endpoint, acquire = "0 0 * * * ?", transfer = "0 0 0 * * ?")
        broker.publish("iot4emissions/configServer/vehicle-7", operational, retain = true)
        val runner = OtaDeviceRunner(
            provisioning(device, broker.endpoint),
            HiveMqTransport(authority.identity("vehicle-7")),
            FileRecordStore(folder.resolve("device.record")),
            CountingVehicle(),
            FastClock(86_400),
        )
        runner.clockTrusted(true)
        val life = launch { runner.run() }
        withTimeout(60.seconds) {
            val before = runner.status.first { it.accounts.acknowledged > 40 }.accounts.acknowledged
            assertEquals(DeviceState.OPERATIONAL, runner.status.value.state)
            broker.close()
            runner.status.first { it.failures.connections.values.sum() > 2 }
            broker.start()
            // A broker of tests forgets what it retained.
            broker.publish("iot4emissions/configServer/vehicle-7", operational, retain = true)
            runner.status.first { it.accounts.acknowledged > before + 40 }
        }
        life.cancelAndJoin()
        delay(200)
        val sent = broker.published.filter { it.first == "iot4emissions/dataDevice/vehicle-7" }
            .flatMap { snapshots(it.second.toByteArray()) }
        val accounts = runner.status.value.accounts
        assertTrue(accounts.balance())
        assertTrue(sent.map { it.acquired }.toSet().size >= accounts.acknowledged)
        assertEquals(1, broker.published.count { "registerDevice" in it.first })
        broker.close()
    }
}
