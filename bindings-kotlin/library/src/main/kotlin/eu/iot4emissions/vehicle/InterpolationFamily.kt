package eu.iot4emissions.vehicle

import eu.iot4emissions.Native
import eu.iot4emissions.VehicleAttributeException
import eu.iot4emissions.internal.interpolationFamilyParts

/**
 * The parts of an interpolation family identifier `<type>-<number>-<WMI>-<suffix>` (P-5.12).
 *
 * @property familyType two capital letters, such as `IP`
 * @property number 1 to 15 letters, digits and `_`
 * @property worldManufacturerIdentifier the three characters that begin the manufacturer's VINs
 * @property suffix a digit
 */
@ConsistentCopyVisibility
public data class InterpolationFamily private constructor(
    public val familyType: String,
    public val number: String,
    public val worldManufacturerIdentifier: String,
    public val suffix: String,
) {
    /** The identifier as one text. */
    override fun toString(): String = "$familyType-$number-$worldManufacturerIdentifier-$suffix"

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(
            familyType: String,
            number: String,
            worldManufacturerIdentifier: String,
            suffix: String,
        ): InterpolationFamily = InterpolationFamily(
            familyType, number, worldManufacturerIdentifier, suffix,
        )

        /**
         * The parts of [text].
         *
         * @throws VehicleAttributeException where it has another form
         */
        @JvmStatic
        public fun of(text: String): InterpolationFamily {
            val parts = Native.call { interpolationFamilyParts(text) }
            return InterpolationFamily(
                parts.familyType, parts.number, parts.worldManufacturerIdentifier, parts.suffix,
            )
        }
    }
}
