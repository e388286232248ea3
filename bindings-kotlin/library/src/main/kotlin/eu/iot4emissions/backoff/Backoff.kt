package eu.iot4emissions.backoff

import eu.iot4emissions.BackoffException
import eu.iot4emissions.Native
import eu.iot4emissions.identity.DeviceSecret
import eu.iot4emissions.internal.BackoffParts
import eu.iot4emissions.internal.backoffCheck
import eu.iot4emissions.internal.backoffDefault
import eu.iot4emissions.internal.backoffDelay
import eu.iot4emissions.notNegative
import java.time.Duration

/**
 * How long a device waits before it tries again what failed: up to [base] after the first attempt,
 * up to twice as long after each further one, never more than [cap], and another time for every
 * device (P-6.14).
 *
 * @property base the longest delay of attempt 0; whole milliseconds, from 1 ms
 * @property cap the longest delay of any attempt; whole milliseconds, from [base] to 365 days
 */
@ConsistentCopyVisibility
public data class Backoff private constructor(
    public val base: Duration,
    public val cap: Duration,
) {
    /**
     * The delay before attempt number [attempt] is repeated, in whole milliseconds. The same secret,
     * attempt and episode always give the same delay (P-6.14).
     *
     * @param attempt counted from 0 to 4,294,967,295
     * @param episode tells one row of failures from the next, 0 to 4,294,967,295: a device takes
     *   the number of its last connection
     * @throws BackoffException with code `attempt` or `episode` if one is out of its range
     */
    public fun delay(secret: DeviceSecret, attempt: Long, episode: Long): Duration =
        Native.call { backoffDelay(toInternal(), secret.toByteArray(), attempt, episode) }

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(parts: BackoffParts): Backoff = Backoff(parts.base, parts.cap)

        /** 1 s and 1 h. */
        @JvmStatic
        public val DEFAULT: Backoff by lazy {
            invoke(Native.call { backoffDefault() })
        }

        /**
         * The back-off of these two durations.
         *
         * @throws BackoffException if they are out of range
         * @throws eu.iot4emissions.TimeException if one is negative
         */
        @JvmStatic
        @JvmOverloads
        public fun of(base: Duration = DEFAULT.base, cap: Duration = DEFAULT.cap): Backoff {
            val backoff = Backoff(base.notNegative(), cap.notNegative())
            Native.call { backoffCheck(backoff.toInternal()) }
            return backoff
        }
    }
}

internal fun Backoff.toInternal() = BackoffParts(base, cap)
