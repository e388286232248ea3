package eu.iot4emissions.device

import eu.iot4emissions.toWholeUnixSeconds
import java.time.Instant

/**
 * Something that happened, and when (T-9, T-10, JRC127600 Table 1).
 *
 * @property time the wall clock when it happened, right or wrong, in whole seconds
 * @property kind what happened
 * @throws eu.iot4emissions.TimeException if [time] is before 1970 or has a fraction of a second
 */
public data class Event(public val time: Instant, public val kind: EventKind) {
    init {
        time.toWholeUnixSeconds()
    }
}

/**
 * Events of one kind in the log (P-6.16): one that repeats is counted, and pushes no other one out.
 *
 * @property first when the first of them happened, in whole seconds
 * @property last when the last of them happened, in whole seconds
 * @property count how many there were; it stops at 4294967295
 * @property kind what happened; numbers in it are the last one's
 * @throws eu.iot4emissions.TimeException if a time is before 1970 or has a fraction of a second
 * @throws IllegalArgumentException if [count] is negative or too large
 */
public data class LoggedEvent(
    public val first: Instant,
    public val last: Instant,
    public val count: Long,
    public val kind: EventKind,
) {
    init {
        first.toWholeUnixSeconds()
        last.toWholeUnixSeconds()
        counted("count", count)
    }
}

internal fun Event.toInternal() =
    eu.iot4emissions.internal.Event(time.toWholeUnixSeconds(), kind.toInternal())

internal fun eu.iot4emissions.internal.Event.toFacade() = Event(time.toTime(), kind.toFacade())

internal fun LoggedEvent.toInternal() = eu.iot4emissions.internal.LoggedEvent(
    first.toWholeUnixSeconds(), last.toWholeUnixSeconds(), u32(count), kind.toInternal(),
)

internal fun eu.iot4emissions.internal.LoggedEvent.toFacade() =
    LoggedEvent(first.toTime(), last.toTime(), count.toLong(), kind.toFacade())
