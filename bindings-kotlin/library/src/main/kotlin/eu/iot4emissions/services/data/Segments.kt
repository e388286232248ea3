package eu.iot4emissions.services.data

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.TimeException
import eu.iot4emissions.internal.SegmentsParts
import eu.iot4emissions.internal.segmentsFromJson
import eu.iot4emissions.internal.segmentsNumber
import eu.iot4emissions.internal.segmentsOf
import eu.iot4emissions.internal.segmentsPresent
import eu.iot4emissions.internal.segmentsToJson
import eu.iot4emissions.services.toCount
import eu.iot4emissions.services.toStoredInstant
import eu.iot4emissions.toUnixSeconds
import eu.iot4emissions.toWholeUnixSeconds
import java.time.Instant
import java.util.Collections

/**
 * When the segments of a device's data began, by the Data Service's clock (P-7.13): what lies in
 * one of them may be read as one series, as it is one owner's. The first, 0, began with the
 * introduction and has no time.
 *
 * @property first how many segments began before those whose times are kept, the first of all not
 *   counted
 * @property begun when the later ones began, whole seconds, ascending: the latest 64
 */
@ConsistentCopyVisibility
public data class Segments private constructor(
    public val first: Long,
    public val begun: List<Instant>,
) {
    /** The number of the segment that goes on now. */
    public val present: Long get() = Native.call { segmentsPresent(toInternal()) }.toLong()

    /**
     * The number of the segment that a snapshot belongs to, by when it was acquired.
     *
     * @throws TimeException if that is before 1970
     */
    public fun number(acquired: Instant): Long {
        val seconds = acquired.toUnixSeconds()
        return Native.call { segmentsNumber(toInternal(), seconds) }.toLong()
    }

    /** The JSON form. */
    public fun toJson(): String = Native.call { segmentsToJson(toInternal()) }

    public companion object {
        /** The first alone. */
        @JvmField
        public val UNDIVIDED: Segments = Segments(0, emptyList())

        /**
         * Those that began at these times, in any order, after [first] earlier ones.
         *
         * @throws TimeException if a time is before 1970, or no whole second
         * @throws IllegalArgumentException if [first] is negative, or more than 4294967295
         */
        @JvmStatic
        public fun of(first: Long, begun: Collection<Instant>): Segments {
            val seconds = begun.map { it.toWholeUnixSeconds() }
            return of(Native.call { segmentsOf(first.toCount(), seconds) })
        }

        /**
         * The segments of this JSON form.
         *
         * @throws JsonFormException for any other text
         */
        @JvmStatic
        public fun fromJson(text: String): Segments = of(Native.call { segmentsFromJson(text) })

        @JvmSynthetic
        internal fun of(parts: SegmentsParts): Segments = Segments(
            parts.first.toLong(),
            Collections.unmodifiableList(parts.begun.map { it.toStoredInstant() }),
        )
    }
}

internal fun Segments.toInternal() =
    SegmentsParts(first.toCount(), begun.map { it.toWholeUnixSeconds() })
