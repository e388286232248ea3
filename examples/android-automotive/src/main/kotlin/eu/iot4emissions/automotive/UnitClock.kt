package eu.iot4emissions.automotive

import android.os.SystemClock
import eu.iot4emissions.device.Now
import eu.iot4emissions.device.Output
import eu.iot4emissions.runner.RunnerClock
import java.time.Duration
import java.time.Instant
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay

/**
 * The unit's clocks. The monotonic one goes on while the unit sleeps (P-6.17); nothing wakes it:
 * what fell due meanwhile is done once, within a minute of its waking (P-6.11).
 */
object UnitClock : RunnerClock {
    private val longest = Duration.ofMinutes(1)

    override fun now() = Now(Duration.ofMillis(SystemClock.elapsedRealtime()), Instant.now())

    override suspend fun sleep(wait: Output.Wait) {
        val left = wait.durationFrom(now()) ?: awaitCancellation()
        // A millisecond too early would be one wake-up in vain.
        delay(minOf(left, longest).toMillis() + 1)
    }
}
