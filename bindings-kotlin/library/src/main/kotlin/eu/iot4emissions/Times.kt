package eu.iot4emissions

import java.time.Duration
import java.time.Instant

/** The second that the time lies in, as UNIX time. */
internal fun Instant.toUnixSeconds(): ULong {
    if (epochSecond < 0) {
        throw TimeException("expected a time from 1970-01-01T00:00:00Z, found an earlier one", "before-1970")
    }
    return epochSecond.toULong()
}

/** The same of a time that is a whole second: a fraction would be lost in silence. */
internal fun Instant.toWholeUnixSeconds(): ULong {
    val seconds = toUnixSeconds()
    if (nano != 0) {
        throw TimeException("expected a time in whole seconds, found a fraction of one", "fraction")
    }
    return seconds
}

/** The time of these seconds of UNIX time, which are within [Instant]'s range. */
internal fun ULong.toInstant(): Instant = Instant.ofEpochSecond(toLong())

/** The same duration, refused where it is negative: no number of the core is. */
internal fun Duration.notNegative(): Duration {
    if (isNegative) {
        throw TimeException("expected a duration of 0 or more, found a negative one", "negative")
    }
    return this
}

/** The duration in seconds: a fraction would be lost in silence. */
internal fun Duration.toWholeSeconds(): ULong {
    if (notNegative().nano != 0) {
        throw TimeException("expected a duration of whole seconds, found a fraction of one", "fraction")
    }
    return seconds.toULong()
}
