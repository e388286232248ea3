package eu.iot4emissions.obfcm

import eu.iot4emissions.Native
import eu.iot4emissions.internal.parameterWords

/** The eight parameters of a snapshot, in the order of JRC127600 Table 7 (P-5.42). */
public enum class Parameter {
    /** `tfc` */
    TOTAL_FUEL_CONSUMED,

    /** `tdt` */
    TOTAL_DISTANCE_TRAVELLED,

    /** `tfccdo` */
    TOTAL_FUEL_CONSUMED_CHARGE_DEPLETING,

    /** `tfcdscio` */
    TOTAL_FUEL_CONSUMED_CHARGE_INCREASING,

    /** `tdtcdoeo` */
    TOTAL_DISTANCE_CHARGE_DEPLETING_ENGINE_OFF,

    /** `tdtcdoer` */
    TOTAL_DISTANCE_CHARGE_DEPLETING_ENGINE_RUNNING,

    /** `tdtdscio` */
    TOTAL_DISTANCE_CHARGE_INCREASING,

    /** `tgeib` */
    TOTAL_GRID_ENERGY_INTO_BATTERY,
    ;

    private val words by lazy { Native.call { parameterWords(toInternal()) } }

    /** The parameter's name in a payload, such as `tfc`. */
    public val wireName: String get() = words.wireName

    /** What it counts, in English. */
    public val meaning: String get() = words.meaning

    /** The symbol of its unit: `l`, `km` or `kWh`. */
    public val unit: String get() = words.unit
}

internal fun Parameter.toInternal() = eu.iot4emissions.internal.Parameter.entries[ordinal]

internal fun eu.iot4emissions.internal.Parameter.toFacade() = Parameter.entries[ordinal]
