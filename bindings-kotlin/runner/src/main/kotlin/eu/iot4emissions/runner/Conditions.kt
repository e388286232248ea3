package eu.iot4emissions.runner

import eu.iot4emissions.device.Input

/** What holds around the device, as far as it was said (P-6.13, P-6.21). */
internal data class Conditions(
    val clockTrusted: Boolean? = null,
    val network: Boolean? = null,
    val ignition: Boolean? = null,
) {
    /** What a device has to be told that knows of [known]. */
    fun news(known: Conditions): List<Input> = listOfNotNull(
        clockTrusted.takeIf { it != known.clockTrusted }?.let { Input.ClockTrusted(it) },
        network.takeIf { it != known.network }?.let { Input.NetworkAvailable(it) },
        ignition.takeIf { it != known.ignition }?.let { Input.Ignition(it) },
    )
}
