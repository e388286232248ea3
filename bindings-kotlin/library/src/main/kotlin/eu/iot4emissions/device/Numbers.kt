package eu.iot4emissions.device

import java.time.Instant

/** The number as the core has it: 32 bits without a sign. */
internal fun u32(number: Long): UInt = number.toUInt()

/** Refuses what the core has no number for. */
internal fun counted(what: String, number: Long) {
    require(number in 0..UInt.MAX_VALUE.toLong()) {
        "expected a number from 0 to ${UInt.MAX_VALUE} as $what, found $number"
    }
}

/** The same of a configuration's version (P-5.32). */
internal fun version(number: Long) {
    require(number in 1..UInt.MAX_VALUE.toLong()) {
        "expected a number from 1 to ${UInt.MAX_VALUE} as version, found $number"
    }
}

/** The same of one byte. */
internal fun byte(what: String, number: Int) {
    require(number in 0..UByte.MAX_VALUE.toInt()) {
        "expected a number from 0 to ${UByte.MAX_VALUE} as $what, found $number"
    }
}

/**
 * The time of these seconds of UNIX time. The core counts on where [Instant] ends: of what a device
 * said nothing may get lost, so that later times become the last.
 */
internal fun ULong.toTime(): Instant =
    Instant.ofEpochSecond(minOf(this, Instant.MAX.epochSecond.toULong()).toLong())
