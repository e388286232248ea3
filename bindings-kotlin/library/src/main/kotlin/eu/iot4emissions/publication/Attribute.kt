package eu.iot4emissions.publication

import eu.iot4emissions.Native
import eu.iot4emissions.PublicationException
import eu.iot4emissions.internal.attributeOf

/**
 * What of a vehicle's papers may be published (P-10.6): the allow-list of P-1.6, in the order of a
 * publication's columns. There is no other: no type, variant, version, type-approval number or
 * further attribute can be published.
 *
 * @property wireName the name in JRC127600 Table 4 or in the public register, which is the column's
 */
public enum class Attribute(public val wireName: String) {
    /** The interpolation family. */
    FAMILY("vfn"),

    /** The manufacturer. */
    MANUFACTURER("mh"),

    /** The make. */
    MAKE("mk"),

    /** The WLTP test mass, kg, to the nearest 100. */
    TEST_MASS("mt"),

    /** Specific CO2 emissions by WLTP, g/km. */
    CARBON_DIOXIDE_EMISSIONS("ewltp"),

    /** Electric energy consumption, Wh/km. */
    ELECTRIC_ENERGY_CONSUMPTION("z"),

    /** Reduction of CO2 emissions by innovative technology, g/km. */
    CARBON_DIOXIDE_REDUCTION("erwltp"),

    /** The fuel type. */
    FUEL_TYPE("ft"),

    /** The fuel mode. */
    FUEL_MODE("fm"),
    ;

    public companion object {
        /**
         * The attribute of this [wireName].
         *
         * @throws PublicationException with code `unknown-attribute` if there is none that may be
         *   published. It does not repeat the text, which may hold a VIN (P-1.5)
         */
        @JvmStatic
        public fun of(wireName: String): Attribute =
            Native.call { attributeOf(wireName) }.toFacade()
    }
}

internal fun Attribute.toInternal() = eu.iot4emissions.internal.Attribute.entries[ordinal]

internal fun eu.iot4emissions.internal.Attribute.toFacade() = Attribute.entries[ordinal]
