package eu.iot4emissions.services.registration

import eu.iot4emissions.CountryException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.countryCheck
import eu.iot4emissions.internal.countryIsMemberState

/**
 * Where a vehicle is registered: a country by its ISO 3166-1 alpha-2 code of two capitals
 * (P-5.50, P-7.4).
 *
 * @property text the code, such as `DE`
 */
@JvmInline
public value class Country private constructor(public val text: String) {
    /** Whether it is a Member State of the European Union (P-7.4). */
    public val isMemberState: Boolean get() = Native.call { countryIsMemberState(text) }

    override fun toString(): String = text

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(text: String): Country = Country(text)

        /**
         * The country of this code.
         *
         * @throws CountryException if it is none
         */
        @JvmStatic
        public fun of(text: String): Country {
            Native.call { countryCheck(text) }
            return Country(text)
        }
    }
}
