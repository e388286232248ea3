package eu.iot4emissions.publication

import eu.iot4emissions.internal.FleetReading
import eu.iot4emissions.obfcm.Snapshot
import eu.iot4emissions.obfcm.toInternal
import eu.iot4emissions.toUnixSeconds
import java.time.Instant

/**
 * A snapshot, and when it was received.
 *
 * @property snapshot what the vehicle's counters showed
 * @property received when it was received, whose parts of a second do not count; null where nobody
 *   knows. Without it none is from the future but one after 2099, and of two of one time none came
 *   first (P-7.7, P-7.9)
 */
public data class Reading @JvmOverloads constructor(
    public val snapshot: Snapshot,
    public val received: Instant? = null,
)

/** Of a [segment] that is one. */
internal fun Reading.toInternal(device: String?, segment: Long) =
    FleetReading(device, segment.toUInt(), snapshot.toInternal(), received?.toUnixSeconds())
