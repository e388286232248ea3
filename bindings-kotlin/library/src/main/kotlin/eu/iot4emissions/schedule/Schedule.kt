package eu.iot4emissions.schedule

import eu.iot4emissions.Native
import eu.iot4emissions.ScheduleException
import eu.iot4emissions.identity.DeviceSecret
import eu.iot4emissions.internal.scheduleCountInYear
import eu.iot4emissions.internal.scheduleEqual
import eu.iot4emissions.internal.scheduleExplain
import eu.iot4emissions.internal.scheduleHash
import eu.iot4emissions.internal.scheduleLint
import eu.iot4emissions.internal.scheduleNextAfter
import eu.iot4emissions.internal.scheduleOccurrencesAfter
import eu.iot4emissions.internal.scheduleSpreadAfter
import eu.iot4emissions.internal.scheduleYearlyCount
import eu.iot4emissions.toInstant
import eu.iot4emissions.toUnixSeconds
import eu.iot4emissions.toWholeSeconds
import java.time.Duration
import java.time.Instant
import java.util.Collections

/**
 * A schedule: a cron expression in Quartz form, in UTC (P-5.33, JRC127600 Table 6).
 *
 * Six or seven fields with exactly one blank between them: second, minute, hour, day of month,
 * month, day of week and, where not every year is meant, year; 1 = Sunday; `?` is `*` in the two day
 * fields, of which at most one may be restricted. At most 256 bytes. Occurrences lie in the years
 * 1970 to 2099.
 *
 * Two schedules are equal if they fire at the same times, whatever their texts (P-6.8).
 *
 * Every function that takes a time throws [TimeException][eu.iot4emissions.TimeException] for one
 * before 1970.
 *
 * @property text the expression as it came
 */
public class Schedule private constructor(public val text: String, private val hash: Long) {
    /**
     * The first occurrence strictly after [after]; null where there is none up to the end of 2099
     * (P-5.33, P-6.11).
     */
    public fun nextAfter(after: Instant): Instant? {
        val seconds = after.toUnixSeconds()
        return Native.call { scheduleNextAfter(text, seconds) }?.toInstant()
    }

    /**
     * The occurrences strictly after [after], ascending up to the end of 2099, computed as they are
     * asked for (P-5.33).
     */
    public fun occurrences(after: Instant): Sequence<Instant> {
        val start = after.toUnixSeconds()
        return sequence {
            var last = start
            var batch = FIRST_BATCH
            do {
                val times = Native.call { scheduleOccurrencesAfter(text, last, batch.toUInt()) }
                times.forEach { yield(it.toInstant()) }
                val full = times.size == batch
                last = times.lastOrNull() ?: last
                batch = minOf(batch * 4, LAST_BATCH)
            } while (full)
        }
    }

    /**
     * The first [limit] occurrences strictly after [after], ascending; fewer where 2099 ends before
     * them (P-5.33).
     *
     * @throws IllegalArgumentException if [limit] is negative
     */
    public fun occurrencesAfter(after: Instant, limit: Int): List<Instant> {
        require(limit >= 0) { "expected a limit of 0 or more, found $limit" }
        return Collections.unmodifiableList(occurrences(after).take(limit).toList())
    }

    /** How often it fires in [year]; 0 for years outside 1970 to 2099 (P-5.34). */
    public fun countInYear(year: Int): Int = Native.call { scheduleCountInYear(text, year) }.toInt()

    /**
     * The fewest and the most occurrences in one of its years (P-5.34). Years that the expression's
     * last field leaves out do not count as years with 0.
     */
    public val yearlyCount: IntRange by lazy {
        Native.call { scheduleYearlyCount(text) }.run { fewest.toInt()..most.toInt() }
    }

    /**
     * The schedule in English, with its count a year (P-5.34). Equal schedules are explained alike.
     */
    public fun explain(): String = Native.call { scheduleExplain(text) }

    /** What is probably not meant, although it is valid (P-5.34); empty if nothing is found. */
    public fun lint(): List<Lint> = Collections.unmodifiableList(
        Native.call { scheduleLint(text) }.map { Lint(it.code, it.text) },
    )

    /**
     * The first spread time of the device with [secret] strictly after [after]: an occurrence plus
     * its [spreadOffset]. Null after that of the last occurrence of 2099. So a fleet's transfers and
     * configuration checks do not arrive in the same second (P-6.11, P-6.12).
     *
     * @param window the longest delay, whole seconds
     * @throws eu.iot4emissions.TimeException if [window] is negative or has a fraction of a second
     */
    public fun spreadAfter(secret: DeviceSecret, window: Duration, after: Instant): Instant? {
        val start = after.toUnixSeconds()
        val seconds = window.toWholeSeconds()
        return Native.call { scheduleSpreadAfter(text, secret.toByteArray(), seconds, start) }
            ?.toInstant()
    }

    override fun equals(other: Any?): Boolean = other is Schedule && (
        text == other.text ||
            hash == other.hash && Native.call { scheduleEqual(text, other.text) }
        )

    override fun hashCode(): Int = hash.hashCode()

    override fun toString(): String = text

    public companion object {
        /** Few at first, for whoever wants one of them; then enough to hide what a call costs. */
        private const val FIRST_BATCH = 4
        private const val LAST_BATCH = 1024

        /**
         * The schedule of this expression.
         *
         * @throws ScheduleException if it is none; its `field` names the field that is wrong
         */
        @JvmStatic
        public fun of(text: String): Schedule = Schedule(text, Native.call { scheduleHash(text) })
    }
}
