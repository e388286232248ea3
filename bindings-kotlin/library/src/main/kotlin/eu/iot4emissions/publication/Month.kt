package eu.iot4emissions.publication

import eu.iot4emissions.Native
import eu.iot4emissions.PublicationException
import eu.iot4emissions.internal.monthCheck
import eu.iot4emissions.internal.monthNext
import eu.iot4emissions.internal.monthOf
import eu.iot4emissions.toUnixSeconds
import java.time.Instant
import java.time.YearMonth

/**
 * A calendar month in UTC, 1970-01 to 9999-12, as a publication has it in place of seconds
 * (P-10.3).
 *
 * @property text the month as it is written, such as `2025-03`
 */
@JvmInline
public value class Month private constructor(public val text: String) : Comparable<Month> {
    /** The month after this one; null after 9999-12. */
    public fun next(): Month? = Native.call { monthNext(text) }?.let { Month(it) }

    /** The same for `java.time`. */
    public fun toYearMonth(): YearMonth = YearMonth.parse(text)

    override fun compareTo(other: Month): Int = text.compareTo(other.text)

    override fun toString(): String = text

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(text: String): Month = Month(text)

        /**
         * The month of this text, such as `2025-03`.
         *
         * @throws PublicationException with code `month` if it is none. It does not repeat the text
         */
        @JvmStatic
        public fun of(text: String): Month {
            Native.call { monthCheck(text) }
            return Month(text)
        }

        /**
         * The month that [time] lies in, to its last second; null after the year 9999.
         *
         * @throws eu.iot4emissions.TimeException if [time] is before 1970
         */
        @JvmStatic
        public fun containing(time: Instant): Month? {
            val seconds = time.toUnixSeconds()
            return Native.call { monthOf(seconds) }?.let { Month(it) }
        }
    }
}
