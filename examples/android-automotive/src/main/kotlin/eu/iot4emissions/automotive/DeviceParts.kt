package eu.iot4emissions.automotive

import eu.iot4emissions.device.Provisioning
import eu.iot4emissions.runner.MqttTransport
import eu.iot4emissions.runner.RecordStore
import eu.iot4emissions.runner.RunnerClock

/**
 * What the device is made of.
 *
 * @property provisioning who it is, and what the factory says (P-6.3)
 * @property transport its way to the brokers
 * @property store where its record is (P-6.2)
 * @property vehicle the vehicle around it
 * @property clock both clocks (P-6.17)
 */
class DeviceParts(
    val provisioning: Provisioning,
    val transport: MqttTransport,
    val store: RecordStore,
    val vehicle: VehicleBus,
    val clock: RunnerClock,
)
