package eu.iot4emissions.obfcm

import eu.iot4emissions.QuantityException
import java.math.BigDecimal

/**
 * What the vehicle's lifetime counters showed at one moment: each a decimal with one place, from
 * 0.0 to 429496729.4, or null where the vehicle has no such counter (P-5.42, P-5.43). From Java,
 * by [builder].
 *
 * @property totalFuelConsumed `tfc`, l
 * @property totalDistanceTravelled `tdt`, km
 * @property totalFuelConsumedChargeDepleting `tfccdo`, l
 * @property totalFuelConsumedChargeIncreasing `tfcdscio`, l
 * @property totalDistanceChargeDepletingEngineOff `tdtcdoeo`, km
 * @property totalDistanceChargeDepletingEngineRunning `tdtcdoer`, km
 * @property totalDistanceChargeIncreasing `tdtdscio`, km
 * @property totalGridEnergyIntoBattery `tgeib`, kWh
 */
@ConsistentCopyVisibility
public data class Values private constructor(
    public val totalFuelConsumed: BigDecimal?,
    public val totalDistanceTravelled: BigDecimal?,
    public val totalFuelConsumedChargeDepleting: BigDecimal?,
    public val totalFuelConsumedChargeIncreasing: BigDecimal?,
    public val totalDistanceChargeDepletingEngineOff: BigDecimal?,
    public val totalDistanceChargeDepletingEngineRunning: BigDecimal?,
    public val totalDistanceChargeIncreasing: BigDecimal?,
    public val totalGridEnergyIntoBattery: BigDecimal?,
) {
    /** The value of [parameter], in its unit; null where there is none. */
    public fun value(parameter: Parameter): BigDecimal? = when (parameter) {
        Parameter.TOTAL_FUEL_CONSUMED -> totalFuelConsumed
        Parameter.TOTAL_DISTANCE_TRAVELLED -> totalDistanceTravelled
        Parameter.TOTAL_FUEL_CONSUMED_CHARGE_DEPLETING -> totalFuelConsumedChargeDepleting
        Parameter.TOTAL_FUEL_CONSUMED_CHARGE_INCREASING -> totalFuelConsumedChargeIncreasing
        Parameter.TOTAL_DISTANCE_CHARGE_DEPLETING_ENGINE_OFF ->
            totalDistanceChargeDepletingEngineOff
        Parameter.TOTAL_DISTANCE_CHARGE_DEPLETING_ENGINE_RUNNING ->
            totalDistanceChargeDepletingEngineRunning
        Parameter.TOTAL_DISTANCE_CHARGE_INCREASING -> totalDistanceChargeIncreasing
        Parameter.TOTAL_GRID_ENERGY_INTO_BATTERY -> totalGridEnergyIntoBattery
    }

    /** Collects values by their parameters; what is not set is absent. */
    public class Builder internal constructor() {
        private val values = arrayOfNulls<BigDecimal>(Parameter.entries.size)

        /**
         * Sets one value, in the parameter's unit.
         *
         * @throws QuantityException if it is negative, too large, or has more than one decimal
         */
        public fun value(parameter: Parameter, value: BigDecimal?): Builder =
            apply { values[parameter.ordinal] = value?.let(Quantity::checked) }

        /** The values. */
        public fun build(): Values = of { values[it] }
    }

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        @Suppress("LongParameterList")
        internal fun unchecked(
            totalFuelConsumed: BigDecimal?,
            totalDistanceTravelled: BigDecimal?,
            totalFuelConsumedChargeDepleting: BigDecimal?,
            totalFuelConsumedChargeIncreasing: BigDecimal?,
            totalDistanceChargeDepletingEngineOff: BigDecimal?,
            totalDistanceChargeDepletingEngineRunning: BigDecimal?,
            totalDistanceChargeIncreasing: BigDecimal?,
            totalGridEnergyIntoBattery: BigDecimal?,
        ): Values = Values(
            totalFuelConsumed, totalDistanceTravelled, totalFuelConsumedChargeDepleting,
            totalFuelConsumedChargeIncreasing, totalDistanceChargeDepletingEngineOff,
            totalDistanceChargeDepletingEngineRunning, totalDistanceChargeIncreasing,
            totalGridEnergyIntoBattery,
        )

        /** No value. */
        @JvmField
        public val EMPTY: Values = of { null }

        /** Collects values, for Java. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        internal inline fun of(value: (Int) -> BigDecimal?): Values = unchecked(
            value(0), value(1), value(2), value(3), value(4), value(5), value(6), value(7),
        )

        /**
         * These values, in the units of the properties.
         *
         * @throws QuantityException if one is negative, too large, or has more than one decimal
         */
        @Suppress("LongParameterList")
        public operator fun invoke(
            totalFuelConsumed: BigDecimal? = null,
            totalDistanceTravelled: BigDecimal? = null,
            totalFuelConsumedChargeDepleting: BigDecimal? = null,
            totalFuelConsumedChargeIncreasing: BigDecimal? = null,
            totalDistanceChargeDepletingEngineOff: BigDecimal? = null,
            totalDistanceChargeDepletingEngineRunning: BigDecimal? = null,
            totalDistanceChargeIncreasing: BigDecimal? = null,
            totalGridEnergyIntoBattery: BigDecimal? = null,
        ): Values = Values(
            totalFuelConsumed?.let(Quantity::checked),
            totalDistanceTravelled?.let(Quantity::checked),
            totalFuelConsumedChargeDepleting?.let(Quantity::checked),
            totalFuelConsumedChargeIncreasing?.let(Quantity::checked),
            totalDistanceChargeDepletingEngineOff?.let(Quantity::checked),
            totalDistanceChargeDepletingEngineRunning?.let(Quantity::checked),
            totalDistanceChargeIncreasing?.let(Quantity::checked),
            totalGridEnergyIntoBattery?.let(Quantity::checked),
        )
    }
}

internal fun Values.toInternal() = eu.iot4emissions.internal.Values(
    totalFuelConsumed?.tenths(),
    totalDistanceTravelled?.tenths(),
    totalFuelConsumedChargeDepleting?.tenths(),
    totalFuelConsumedChargeIncreasing?.tenths(),
    totalDistanceChargeDepletingEngineOff?.tenths(),
    totalDistanceChargeDepletingEngineRunning?.tenths(),
    totalDistanceChargeIncreasing?.tenths(),
    totalGridEnergyIntoBattery?.tenths(),
)

private fun BigDecimal.tenths(): UInt = unscaledValue().toLong().toUInt()

internal fun eu.iot4emissions.internal.Values.toFacade(): Values = Values.unchecked(
    totalFuelConsumed?.quantity(),
    totalDistanceTravelled?.quantity(),
    totalFuelConsumedChargeDepleting?.quantity(),
    totalFuelConsumedChargeIncreasing?.quantity(),
    totalDistanceChargeDepletingEngineOff?.quantity(),
    totalDistanceChargeDepletingEngineRunning?.quantity(),
    totalDistanceChargeIncreasing?.quantity(),
    totalGridEnergyIntoBattery?.quantity(),
)

private fun UInt.quantity(): BigDecimal = BigDecimal.valueOf(toLong(), 1)
