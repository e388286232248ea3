package eu.iot4emissions.runner

import eu.iot4emissions.message.RegistrationRequest
import eu.iot4emissions.obfcm.Values

/**
 * The vehicle around the device. A function that gives null, or throws, gave no answer: the device
 * asks again after a while (P-6.14). It is cancelled when the device asks anew or the runner ends.
 */
public interface Vehicle {
    /** VIN and attributes, as the vehicle says them now (P-6.3). They are not kept. */
    public suspend fun readVehicle(): RegistrationRequest?

    /** What the OBFCM device's counters show now (P-5.42). */
    public suspend fun acquire(): Values?
}
