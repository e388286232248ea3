package eu.iot4emissions.vehicle

import eu.iot4emissions.Native
import eu.iot4emissions.QuantityException
import eu.iot4emissions.VehicleAttributeException
import eu.iot4emissions.internal.VehicleAttributes
import eu.iot4emissions.internal.vehicleInfoAttributeContaining
import eu.iot4emissions.internal.vehicleInfoCheck
import eu.iot4emissions.internal.vehicleInfoShown
import java.math.BigDecimal
import java.util.Collections
import java.util.TreeMap

/**
 * The attributes of a vehicle from its certificate of conformity, all optional: there is no place
 * for a VIN. From Java, by [builder].
 *
 * A text in the shape of a VIN is hidden in [toString] (P-1.5). Clauses: P-5.10, P-5.12 to P-5.17;
 * JRC127600 §3.3.1, Table 4.
 *
 * @property family `vfn`: vehicle (interpolation) family number, at most 25 characters (P-5.12)
 * @property manufacturer `mh`: manufacturer by its EU standard denomination, 1 to 50 characters
 *   (P-5.13)
 * @property typeApprovalNumber `tan`: 1 to 50 characters (P-5.13)
 * @property vehicleType `t`: 1 to 25 characters (P-5.13)
 * @property variant `va`: 1 to 25 characters (P-5.13)
 * @property version `ve`: 1 to 35 characters (P-5.13)
 * @property make `mk`: 1 to 25 characters (P-5.13)
 * @property testMass `mt`: WLTP test mass, kg, 0 to 99999 (P-5.14)
 * @property carbonDioxideEmissions `ewltp`: specific CO2 emissions by WLTP, g/km, 0 to 99999
 *   (P-5.14)
 * @property electricEnergyConsumption `z`: Wh/km, 0 to 99999 (P-5.14)
 * @property innovativeTechnology `it`: its code, at most 25 characters (P-5.15)
 * @property carbonDioxideReduction `erwltp`: reduction of CO2 emissions by innovative technology,
 *   g/km, two places, 0.00 to 999.99 (P-5.16)
 * @property further attributes beyond Table 4, at most 32, by name: names of 1 to 16 letters and
 *   digits that begin with a letter, texts of at most 50 characters (P-5.17)
 */
@ConsistentCopyVisibility
public data class VehicleInfo private constructor(
    public val family: String?,
    public val manufacturer: String?,
    public val typeApprovalNumber: String?,
    public val vehicleType: String?,
    public val variant: String?,
    public val version: String?,
    public val make: String?,
    public val testMass: Int?,
    public val carbonDioxideEmissions: Int?,
    public val electricEnergyConsumption: Int?,
    public val innovativeTechnology: String?,
    public val carbonDioxideReduction: BigDecimal?,
    public val further: Map<String, String>,
) {
    /** The parts of [family], where it is an interpolation family identifier (P-5.12). */
    public val interpolationFamily: InterpolationFamily?
        get() = parts(family, InterpolationFamily::of)

    /** The parts of [typeApprovalNumber], where it has that form (P-5.13). */
    public val typeApproval: TypeApprovalNumber?
        get() = parts(typeApprovalNumber, TypeApprovalNumber::of)

    /**
     * The wire name of the first attribute whose text contains [vin], in any letter case, or null:
     * such a vehicle is not to be introduced to the Data Service (P-1.5, P-7.3).
     */
    public fun attributeContaining(vin: Vin): String? =
        Native.call { vehicleInfoAttributeContaining(toInternal(), vin.text) }

    override fun toString(): String = Native.call { vehicleInfoShown(toInternal()) }

    /** Collects the attributes; what is not set is absent. */
    @Suppress("TooManyFunctions")
    public class Builder internal constructor() {
        private var family: String? = null
        private var manufacturer: String? = null
        private var typeApprovalNumber: String? = null
        private var vehicleType: String? = null
        private var variant: String? = null
        private var version: String? = null
        private var make: String? = null
        private var testMass: Int? = null
        private var carbonDioxideEmissions: Int? = null
        private var electricEnergyConsumption: Int? = null
        private var innovativeTechnology: String? = null
        private var carbonDioxideReduction: BigDecimal? = null
        private val further = TreeMap<String, String>()

        /** Sets [VehicleInfo.family]. */
        public fun family(text: String?): Builder = apply { family = text }

        /** Sets [VehicleInfo.manufacturer]. */
        public fun manufacturer(text: String?): Builder = apply { manufacturer = text }

        /** Sets [VehicleInfo.typeApprovalNumber]. */
        public fun typeApprovalNumber(text: String?): Builder = apply { typeApprovalNumber = text }

        /** Sets [VehicleInfo.vehicleType]. */
        public fun vehicleType(text: String?): Builder = apply { vehicleType = text }

        /** Sets [VehicleInfo.variant]. */
        public fun variant(text: String?): Builder = apply { variant = text }

        /** Sets [VehicleInfo.version]. */
        public fun version(text: String?): Builder = apply { version = text }

        /** Sets [VehicleInfo.make]. */
        public fun make(text: String?): Builder = apply { make = text }

        /** Sets [VehicleInfo.testMass], kg. */
        public fun testMass(kilograms: Int?): Builder = apply { testMass = kilograms }

        /** Sets [VehicleInfo.carbonDioxideEmissions], g/km. */
        public fun carbonDioxideEmissions(gramsPerKilometre: Int?): Builder =
            apply { carbonDioxideEmissions = gramsPerKilometre }

        /** Sets [VehicleInfo.electricEnergyConsumption], Wh/km. */
        public fun electricEnergyConsumption(wattHoursPerKilometre: Int?): Builder =
            apply { electricEnergyConsumption = wattHoursPerKilometre }

        /** Sets [VehicleInfo.innovativeTechnology]. */
        public fun innovativeTechnology(text: String?): Builder =
            apply { innovativeTechnology = text }

        /** Sets [VehicleInfo.carbonDioxideReduction], g/km. */
        public fun carbonDioxideReduction(gramsPerKilometre: BigDecimal?): Builder =
            apply { carbonDioxideReduction = gramsPerKilometre }

        /** Adds one of [VehicleInfo.further]. */
        public fun further(name: String, text: String): Builder = apply { further[name] = text }

        /**
         * The attributes.
         *
         * @throws VehicleAttributeException where a text or a name is none
         * @throws QuantityException where a number is none
         */
        public fun build(): VehicleInfo = invoke(
            family, manufacturer, typeApprovalNumber, vehicleType, variant, version, make,
            testMass, carbonDioxideEmissions, electricEnergyConsumption, innovativeTechnology,
            carbonDioxideReduction, further,
        )
    }

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        @Suppress("LongParameterList")
        internal fun unchecked(
            family: String?,
            manufacturer: String?,
            typeApprovalNumber: String?,
            vehicleType: String?,
            variant: String?,
            version: String?,
            make: String?,
            testMass: Int?,
            carbonDioxideEmissions: Int?,
            electricEnergyConsumption: Int?,
            innovativeTechnology: String?,
            carbonDioxideReduction: BigDecimal?,
            further: Map<String, String>,
        ): VehicleInfo = VehicleInfo(
            family, manufacturer, typeApprovalNumber, vehicleType, variant, version, make,
            testMass, carbonDioxideEmissions, electricEnergyConsumption, innovativeTechnology,
            carbonDioxideReduction, further,
        )

        /** No attribute. */
        @JvmField
        public val EMPTY: VehicleInfo = invoke()

        /** Collects attributes, for Java. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /**
         * These attributes; see the properties for units and shapes.
         *
         * @throws VehicleAttributeException where a text or a name is none
         * @throws QuantityException where a number is none
         */
        @Suppress("LongParameterList")
        public operator fun invoke(
            family: String? = null,
            manufacturer: String? = null,
            typeApprovalNumber: String? = null,
            vehicleType: String? = null,
            variant: String? = null,
            version: String? = null,
            make: String? = null,
            testMass: Int? = null,
            carbonDioxideEmissions: Int? = null,
            electricEnergyConsumption: Int? = null,
            innovativeTechnology: String? = null,
            carbonDioxideReduction: BigDecimal? = null,
            further: Map<String, String> = emptyMap(),
        ): VehicleInfo {
            val info = VehicleInfo(
                family, manufacturer, typeApprovalNumber, vehicleType, variant, version, make,
                testMass, carbonDioxideEmissions, electricEnergyConsumption, innovativeTechnology,
                carbonDioxideReduction?.let(::hundredths), further.sorted(),
            )
            Native.call { vehicleInfoCheck(info.toInternal()) }
            return info
        }
    }
}

private fun <T> parts(text: String?, read: (String) -> T): T? = try {
    text?.let(read)
} catch (_: VehicleAttributeException) {
    null
}

private fun Map<String, String>.sorted(): Map<String, String> =
    Collections.unmodifiableMap(TreeMap(this))

private fun hundredths(value: BigDecimal): BigDecimal = try {
    value.setScale(2)
} catch (_: ArithmeticException) {
    throw QuantityException("expected at most two decimals, found more", "form")
}

/** What is no number of 32 bits without a sign is out of every range that the core knows. */
private fun Int.attribute(): UInt = if (this < 0) UInt.MAX_VALUE else toUInt()

internal fun VehicleInfo.toInternal(): VehicleAttributes = VehicleAttributes(
    family, manufacturer, typeApprovalNumber, vehicleType, variant, version, make,
    testMass?.attribute(), carbonDioxideEmissions?.attribute(),
    electricEnergyConsumption?.attribute(), innovativeTechnology,
    carbonDioxideReduction?.unscaledHundredths(), further,
)

private fun BigDecimal.unscaledHundredths(): UInt {
    val hundredths = unscaledValue()
    return if (hundredths.signum() < 0 || hundredths.bitLength() > 31) {
        UInt.MAX_VALUE
    } else {
        hundredths.toInt().toUInt()
    }
}

internal fun VehicleAttributes.toFacade(): VehicleInfo = VehicleInfo.unchecked(
    family, manufacturer, typeApprovalNumber, vehicleType, variant, version, make,
    testMass?.toInt(), carbonDioxideEmissions?.toInt(), electricEnergyConsumption?.toInt(),
    innovativeTechnology, carbonDioxideReduction?.let { BigDecimal.valueOf(it.toLong(), 2) },
    further.sorted(),
)
