package eu.iot4emissions.publication

import eu.iot4emissions.internal.UniquenessParts

/**
 * How many vehicles of a fleet are the only ones of their kind (P-10.7): by their types, as the
 * public register has them, and by their types with the first odometer reading, as a roadworthiness
 * test has it.
 *
 * @property vehicles how many vehicles there are
 * @property combinations how many combinations of types there are
 * @property uniqueByTypes how many vehicles are the only ones of their combination
 * @property uniqueByTypesAndOdometer how many vehicles are the only ones of their combination with
 *   their first odometer reading
 */
public data class Uniqueness(
    public val vehicles: Long,
    public val combinations: Long,
    public val uniqueByTypes: Long,
    public val uniqueByTypesAndOdometer: Long,
)

internal fun UniquenessParts.toFacade() = Uniqueness(
    vehicles.toLong(), combinations.toLong(), uniqueByTypes.toLong(),
    uniqueByTypesAndOdometer.toLong(),
)
