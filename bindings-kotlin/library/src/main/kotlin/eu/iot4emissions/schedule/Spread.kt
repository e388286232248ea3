@file:JvmName("Spread")

package eu.iot4emissions.schedule

import eu.iot4emissions.Native
import eu.iot4emissions.identity.DeviceSecret
import eu.iot4emissions.toWholeSeconds
import eu.iot4emissions.toWholeUnixSeconds
import java.time.Duration
import java.time.Instant

/**
 * A device's delay after an [occurrence] (P-6.12): whole seconds, shorter than [window] and than the
 * time from [occurrence] to [next]. Each occurrence has its own, and nobody without the device's
 * [secret] can tell one from that of another device.
 *
 * @param window the longest delay, whole seconds
 * @param occurrence whole seconds
 * @param next the occurrence that follows, whole seconds; null where none does
 * @throws eu.iot4emissions.TimeException if a time is before 1970, the window negative, or one of
 *   them has a fraction of a second
 */
@JvmOverloads
public fun spreadOffset(
    secret: DeviceSecret,
    window: Duration,
    occurrence: Instant,
    next: Instant? = null,
): Duration {
    val windowSeconds = window.toWholeSeconds()
    val start = occurrence.toWholeUnixSeconds()
    val end = next?.toWholeUnixSeconds()
    val offset = Native.call {
        eu.iot4emissions.internal.spreadOffset(secret.toByteArray(), windowSeconds, start, end)
    }
    return Duration.ofSeconds(offset.toLong())
}
