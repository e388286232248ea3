package eu.iot4emissions.runner

import eu.iot4emissions.device.Now
import eu.iot4emissions.device.Output
import java.time.Duration
import java.time.Instant
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay

/**
 * Both clocks of the device, and how to wait for them (P-6.17): the monotonic one for time-outs,
 * back-off and caps, the wall clock for schedules.
 *
 * [SYSTEM] is a computer's. A unit that sleeps has one of its own, whose monotonic clock goes on
 * while it sleeps, such as Android's `SystemClock.elapsedRealtime`, and which lets an alarm wake it.
 */
public interface RunnerClock {
    /** The present moment on both clocks. */
    public fun now(): Now

    /**
     * Suspends until either time of [wait] has come. To return early does no harm; where the wall
     * clock may be set meanwhile, it should do so now and then.
     */
    public suspend fun sleep(wait: Output.Wait)

    public companion object {
        /** The system's clocks, looked at every minute. */
        @JvmField
        public val SYSTEM: RunnerClock = SystemClock
    }
}

private object SystemClock : RunnerClock {
    private val began = System.nanoTime()
    private val longest = Duration.ofMinutes(1)

    override fun now() = Now(Duration.ofNanos(System.nanoTime() - began), Instant.now())

    override suspend fun sleep(wait: Output.Wait) {
        val left = wait.durationFrom(now()) ?: awaitCancellation()
        // A millisecond too early would be one wake-up in vain.
        delay(minOf(left, longest).toMillis() + 1)
    }
}
