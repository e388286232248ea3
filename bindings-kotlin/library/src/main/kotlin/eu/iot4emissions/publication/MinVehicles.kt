package eu.iot4emissions.publication

import eu.iot4emissions.Native
import eu.iot4emissions.PublicationException
import eu.iot4emissions.internal.minVehiclesCheck

/**
 * How many vehicles a group has at least: 10 by default, never fewer than 3 (P-10.5). In a group of
 * two, each owner takes himself away and reads the other one's row.
 *
 * @property vehicles how many
 */
@JvmInline
public value class MinVehicles private constructor(public val vehicles: Int) :
    Comparable<MinVehicles> {
    override fun compareTo(other: MinVehicles): Int = vehicles.compareTo(other.vehicles)

    override fun toString(): String = vehicles.toString()

    public companion object {
        /** What applies where nothing is chosen: 10. */
        @JvmStatic
        public val DEFAULT: MinVehicles get() = PublicationSettings.DEFAULT.minVehicles

        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(vehicles: UInt): MinVehicles = MinVehicles(vehicles.toInt())

        /**
         * At least so many.
         *
         * @throws PublicationException with code `too-few` for fewer than 3
         */
        @JvmStatic
        public fun of(vehicles: Int): MinVehicles {
            if (vehicles < 0) {
                // The core's numbers have no sign.
                throw PublicationException(
                    "expected at least 3 vehicles a group, found $vehicles", "too-few",
                )
            }
            Native.call { minVehiclesCheck(vehicles.toUInt()) }
            return MinVehicles(vehicles)
        }
    }
}
