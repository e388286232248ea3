package eu.iot4emissions.services

import eu.iot4emissions.JsonFormException
import java.time.Instant

private const val LARGEST_COUNT = 4_294_967_295L

/** A count of the core, which has 32 bits and no sign. */
internal fun Long.toCount(): UInt {
    require(this in 0..LARGEST_COUNT) { "expected a count from 0 to $LARGEST_COUNT, found $this" }
    return toUInt()
}

/** The time of these seconds of UNIX time, which a stored text may have of any size. */
internal fun ULong.toStoredInstant(): Instant {
    val last = Instant.MAX.epochSecond
    if (this > last.toULong()) {
        throw JsonFormException(
            "expected a time of at most $last seconds after 1970, found $this", "",
        )
    }
    return Instant.ofEpochSecond(toLong())
}
