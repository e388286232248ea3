package eu.iot4emissions.services.call

import eu.iot4emissions.Native
import eu.iot4emissions.SequenceException
import eu.iot4emissions.internal.sequenceCheck
import eu.iot4emissions.internal.sequenceLargest
import eu.iot4emissions.internal.sequenceNext

/**
 * The number of a call, which grows with every call about a device (P-5.51): at most 2^53 - 1, up
 * to which every reader of JSON has whole numbers exactly. 0 stands before the first.
 *
 * @property number the number
 */
@JvmInline
public value class Sequence private constructor(public val number: Long) : Comparable<Sequence> {
    /** The number after this one; null after the last. */
    public fun next(): Sequence? =
        Native.call { sequenceNext(toInternal()) }?.let { Sequence(it.toLong()) }

    override fun compareTo(other: Sequence): Int = number.compareTo(other.number)

    override fun toString(): String = number.toString()

    public companion object {
        /** For what the native library gives, and has checked. */
        @JvmSynthetic
        internal operator fun invoke(number: ULong): Sequence = Sequence(number.toLong())

        /** Before the first call. */
        @JvmStatic
        public val NONE: Sequence get() = Sequence(0)

        /** The last number there is. */
        @JvmStatic
        public val LARGEST: Sequence get() = Sequence(Native.call { sequenceLargest() })

        /**
         * The number as that of a call.
         *
         * @throws SequenceException if it is negative, or more than 2^53 - 1
         */
        @JvmStatic
        public fun of(number: Long): Sequence {
            Native.call { sequenceCheck(number) }
            return Sequence(number)
        }
    }
}

internal fun Sequence.toInternal(): ULong = number.toULong()
