package eu.iot4emissions.automotive

import android.app.Application
import eu.iot4emissions.runner.FileRecordStore
import eu.iot4emissions.runner.HiveMqTransport
import java.io.File

/** Puts the device together, out of what stands in the unit. */
open class DeviceApplication : Application() {
    /**
     * The parts; null while the unit has not been given its certificate and its factory
     * configuration.
     *
     * @throws java.io.IOException and other exceptions where what it was given cannot be used
     */
    open fun parts(): DeviceParts? {
        val files = UnitFiles(File(filesDir, "unit"))
        if (!files.areThere) return null
        return DeviceParts(
            files.provisioning(),
            HiveMqTransport(files.identity()),
            FileRecordStore(File(filesDir, "device.record").toPath()),
            SimulatedVehicle(),
            UnitClock,
        )
    }
}
