package eu.iot4emissions.automotive

import eu.iot4emissions.runner.Vehicle
import kotlinx.coroutines.flow.StateFlow

/**
 * What the app knows of the vehicle. How VIN and OBFCM counters are read is the maker's own
 * (a vendor property of the car service, a diagnostic session): Android names no property for
 * them. [SimulatedVehicle] stands in for it.
 */
interface VehicleBus : Vehicle {
    /** Whether the control units are awake (P-6.21). */
    val ignition: StateFlow<Boolean>

    /** Whether the unit's clock was set by something that is right: a network, a satellite (P-6.13). */
    val clockTrusted: StateFlow<Boolean>
}
