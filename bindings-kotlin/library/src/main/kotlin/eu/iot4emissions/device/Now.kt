package eu.iot4emissions.device

import eu.iot4emissions.TimeException
import eu.iot4emissions.notNegative
import eu.iot4emissions.toUnixSeconds
import java.time.Duration
import java.time.Instant

/**
 * The present moment on both clocks (P-6.17): the library reads none (P-6.1). Both count to the
 * millisecond.
 *
 * @property monotonic how much time has passed, for time-outs, back-off and keep-alive: since any
 *   beginning, such as the start of the unit, by a clock that is never set and goes on while the
 *   unit sleeps, such as Android's `SystemClock.elapsedRealtime`. A restored device may be given
 *   another beginning.
 * @property wall which day it is, right or wrong, for schedules and a snapshot's `acquired`
 * @throws TimeException if [monotonic] is negative, or [wall] before 1970 (`before-1970`), or either
 *   too far away for a number of milliseconds (`too-late`)
 */
public data class Now(public val monotonic: Duration, public val wall: Instant) {
    init {
        toInternal()
    }
}

internal fun Now.toInternal() = eu.iot4emissions.internal.Now(monotonic.millis(), wall.millis())

internal fun Duration.millis(): ULong = inReach { notNegative().toMillis() }

internal fun Instant.millis(): ULong = inReach {
    toUnixSeconds()
    toEpochMilli()
}

private inline fun inReach(millis: () -> Long): ULong = try {
    millis().toULong()
} catch (_: ArithmeticException) {
    throw TimeException("expected at most ${Long.MAX_VALUE} ms, found more", "too-late")
}
