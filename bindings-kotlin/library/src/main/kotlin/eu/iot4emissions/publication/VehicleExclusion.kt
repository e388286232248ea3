package eu.iot4emissions.publication

/**
 * Why nothing of a vehicle is published, whatever its group (P-10.1).
 *
 * @property text the stable code
 */
public enum class VehicleExclusion(public val text: String) {
    /** It is suspended, or was never cleared. */
    NOT_CLEARED("not-cleared"),

    /** Nobody says whether it is cleared. */
    UNKNOWN_VEHICLE("unknown-vehicle"),

    /** It has no month of which the growth is known. */
    NO_MONTH("no-month"),
}
