package eu.iot4emissions.runner

import eu.iot4emissions.backoff.Backoff
import eu.iot4emissions.device.FactoryConfiguration
import eu.iot4emissions.device.Now
import eu.iot4emissions.device.OtaDevice
import eu.iot4emissions.device.Output
import eu.iot4emissions.device.Provisioning
import eu.iot4emissions.device.Settings
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.identity.DeviceSecret
import eu.iot4emissions.message.DataTransfer
import eu.iot4emissions.message.Decoder
import eu.iot4emissions.message.Endpoint
import eu.iot4emissions.message.Profile
import eu.iot4emissions.message.RegistrationRequest
import eu.iot4emissions.obfcm.Snapshot
import eu.iot4emissions.obfcm.Values
import eu.iot4emissions.schedule.Schedule
import eu.iot4emissions.topic.TopicKind
import eu.iot4emissions.vehicle.VehicleInfo
import eu.iot4emissions.vehicle.Vin
import java.io.IOException
import java.math.BigDecimal
import java.time.Duration
import java.time.Instant
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue

/** Of Box 1. */
internal const val VIN = "JFXHF05K1L4104934"

/** Real waits, and a wall clock that runs away; it goes on while the process does not run. */
internal class FastClock(
    private val factor: Long,
    private val began: Instant = Instant.now(),
    private val epoch: Instant = Instant.parse("2021-06-01T09:00:00Z"),
) : RunnerClock {
    private val start = System.nanoTime()

    override fun now() = Now(
        Duration.ofNanos(System.nanoTime() - start),
        epoch + Duration.between(began, Instant.now()).multipliedBy(factor),
    )

    override suspend fun sleep(wait: Output.Wait) {
        val now = now()
        val timeout = wait.timeout?.let { it - now.monotonic }
        val alarm = wait.alarm?.let { Duration.between(now.wall, it).dividedBy(factor) }
        val left = listOfNotNull(timeout, alarm).minOrNull() ?: awaitCancellation()
        delay(left.toMillis().coerceIn(0, 1_000) + 1)
    }
}

/** Counters that grow by one at each reading, so that every snapshot is another one. */
internal class CountingVehicle : Vehicle {
    val read = AtomicInteger()

    override suspend fun readVehicle() = RegistrationRequest(Vin.of(VIN), VehicleInfo.builder().build())

    override suspend fun acquire(): Values? = valuesOf(read.incrementAndGet())
}

internal fun valuesOf(number: Int) = Values(
    totalFuelConsumed = BigDecimal(number).setScale(1),
    totalDistanceTravelled = BigDecimal(number * 10).setScale(1),
)

/** No spread, no floor under schedules, short waits, no caps. */
internal fun settings(maxPayload: Long = 400) = Settings(
    connectTimeoutSeconds = 10,
    retainedWaitSeconds = 1,
    answerWaitSeconds = 10,
    backoff = Backoff.of(Duration.ofMillis(50), Duration.ofMillis(400)),
    refusalBackoff = Backoff.of(Duration.ofMillis(50), Duration.ofMillis(400)),
    acquisitionBackoff = Backoff.of(Duration.ofMillis(20), Duration.ofMillis(100)),
    spreadWindowSeconds = 0,
    maxPayload = maxPayload,
    minAcquireIntervalSeconds = 0,
    minTransferIntervalSeconds = 0,
    minConfigCheckIntervalSeconds = 0,
    dailyConnections = 4_000_000_000,
    dailyPersistedBytes = 4_000_000_000,
)

internal fun provisioning(
    device: DeviceId,
    registration: Endpoint,
    data: Endpoint = registration,
    settings: Settings = settings(),
) = Provisioning(
    device,
    DeviceSecret.generate(),
    FactoryConfiguration.of(
        registration,
        data,
        listOf(registration.host, data.host),
        Schedule.of("0 0 0 1 * ?"),
        settings,
    ),
)

/** A configuration in which the device is Operational. */
internal fun configuration(
    registration: Endpoint,
    data: Endpoint = registration,
    version: Int = 1,
    acquire: String = "0 0 0 * * ?",
    transfer: String = "0 0 12 1/7 * ?",
): String {
    fun text(endpoint: Endpoint) =
        """{"endpoint":"${endpoint.host}","port":${endpoint.port},"protocol":"mqtts"}"""
    return """{"deviceState":"operational","configuration":{"registrationMqtt":${text(registration)},""" +
        """"obfcmDataMqtt":${text(data)},"acquireFrequency":"$acquire","transferFrequency":"$transfer",""" +
        """"configCheckFrequency":"$transfer","version":$version}}"""
}

internal const val REGISTERED = """{"deviceState":"registered"}"""

internal fun snapshots(payload: ByteArray): List<Snapshot> {
    val decoded = Decoder(Profile.STRICT).decode(TopicKind.DATA_DEVICE, payload)
    return (decoded.message as DataTransfer).snapshots
}

/** A record in memory, which may be told to fail. */
internal class MemoryStore(private val log: (String) -> Unit = {}) : RecordStore {
    @Volatile
    var record: ByteArray? = null

    @Volatile
    var full = false

    @Volatile
    var millis = 0L

    override fun read() = record

    override fun replace(record: ByteArray) {
        log("storing")
        if (millis > 0) Thread.sleep(millis)
        if (full) throw IOException("no space left on device")
        this.record = record
        log("stored")
    }

    override fun delete() {
        record = null
    }
}

/** What the record counts as acknowledged has arrived, each once; what arrived besides is still pending. */
internal fun assertKept(record: ByteArray, arrived: List<Snapshot>) = OtaDevice.restore(record).use { device ->
    assertTrue(device.accounts.balance())
    val pending = device.pending.map { it.acquired }.toSet()
    val acknowledged = arrived.map { it.acquired }.toSet() - pending
    assertEquals(device.accounts.acknowledged, acknowledged.size.toLong())
}
