package eu.iot4emissions.automotive

import eu.iot4emissions.device.FactoryConfiguration
import eu.iot4emissions.device.Provisioning
import eu.iot4emissions.device.Settings
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.identity.DeviceSecret
import eu.iot4emissions.message.Endpoint
import eu.iot4emissions.runner.RecordStore
import eu.iot4emissions.runner.RunnerClock
import eu.iot4emissions.schedule.Schedule
import java.io.IOException

/** The app in a network of its own, with short waits and a record in memory. */
internal class TestApplication : DeviceApplication() {
    val network = FakeNetwork()
    val store = MemoryStore()

    override fun parts() = DeviceParts(provisioning(), network, store, SimulatedVehicle(), RunnerClock.SYSTEM)

    private fun provisioning(): Provisioning {
        val broker = Endpoint.of(FakeNetwork.HOST, 8883)
        return Provisioning(
            DeviceId.of("test-unit"),
            DeviceSecret.generate(),
            FactoryConfiguration.of(
                broker,
                broker,
                listOf(FakeNetwork.HOST),
                Schedule.of("0 0 0 1 * ?"),
                Settings(retainedWaitSeconds = 1, spreadWindowSeconds = 0),
            ),
        )
    }
}

/** A record in memory, which may be told not to be readable. */
internal class MemoryStore : RecordStore {
    @Volatile
    var unreadable = false

    @Volatile
    private var record: ByteArray? = null

    override fun read(): ByteArray? =
        if (unreadable) throw IOException("expected a record that can be read, found a broken disk") else record

    override fun replace(record: ByteArray) {
        this.record = record
    }

    override fun delete() {
        record = null
    }
}
