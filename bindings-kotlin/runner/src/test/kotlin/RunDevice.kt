import eu.iot4emissions.device.Provisioning
import eu.iot4emissions.runner.FileRecordStore
import eu.iot4emissions.runner.HiveMqTransport
import eu.iot4emissions.runner.OtaDeviceRunner
import eu.iot4emissions.runner.TlsIdentity
import eu.iot4emissions.runner.Vehicle
import java.nio.file.Path
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

/** Runs a vehicle's device until it is cancelled. */
suspend fun runDevice(provisioning: Provisioning, identity: TlsIdentity, vehicle: Vehicle, record: Path) =
    coroutineScope {
        val transport = HiveMqTransport(identity) // TLS 1.3 with the device's certificate
        val runner = OtaDeviceRunner(provisioning, transport, FileRecordStore(record), vehicle)
        launch { runner.status.collect { println("${it.state}: ${it.accounts.pending} pending") } }
        runner.clockTrusted(true) // once the time comes from a source that can be relied on
        runner.run()
    }
