package eu.iot4emissions.schedule

import eu.iot4emissions.Native
import eu.iot4emissions.ScheduleException
import eu.iot4emissions.internal.scheduleCheck

/**
 * When something is due: a cron expression in Quartz's form of six or seven fields, in UTC
 * (P-5.33).
 *
 * @property text the expression as configurations have it
 */
@JvmInline
public value class Schedule internal constructor(public val text: String) {
    override fun toString(): String = text

    public companion object {
        /**
         * The schedule of this expression, such as `0 0 3 * * ?`.
         *
         * @throws ScheduleException if it is none
         */
        @JvmStatic
        public fun of(text: String): Schedule {
            Native.call { scheduleCheck(text) }
            return Schedule(text)
        }
    }
}
