package eu.iot4emissions.publication

/**
 * Why a month in which a vehicle has a snapshot that stands is not published, whatever its group
 * (P-10.3).
 *
 * @property text the stable code
 */
public enum class MonthExclusion(public val text: String) {
    /** The publication is about other months. */
    OUTSIDE("outside"),

    /** The owner's time has no later month with a snapshot. */
    UNFINISHED("unfinished"),

    /** The next month has no snapshot, or none within 45 days. */
    MONTHS_MISSING("months-missing"),

    /** All counters restarted before the next month's first snapshot. */
    RESET("reset"),

    /**
     * The odometer shows less than 1,000 km at its beginning, so that what grew since is nearly a
     * total, and so would the sum of all months be.
     */
    NEW_VEHICLE("new-vehicle"),

    /** A counter is lower at the next month's first snapshot. */
    DECREASE("decrease"),

    /** No counter is in both snapshots. */
    NO_COUNTER("no-counter"),
}
