package eu.iot4emissions.services.retention

/**
 * What is kept for a time (P-7.15).
 *
 * @property text the name in JSON
 */
public enum class Kept(public val text: String) {
    /** At the Data Service: a snapshot, from when it was acquired, and others of the same device and time. */
    SNAPSHOTS("snapshots"),

    /**
     * At the Data Service: the record of a device, from its last call, once it may not send and
     * nothing of it is stored.
     */
    DEVICES("devices"),

    /** At the Data Service: a payload that could not be read, from when it arrived. */
    QUARANTINE("quarantine"),

    /** At the Data Service: that a device was forgotten, from when it was. */
    TOMBSTONES("tombstones"),

    /**
     * At the Registration Service: the record of a vehicle that is not registered in any country,
     * from its last change. It then ends as that of a scrapped one.
     */
    VEHICLES("vehicles"),

    /** At either: what an operator was told of a device, from when it was last told. */
    NOTICES("notices"),
}

internal fun Kept.toInternal() = eu.iot4emissions.internal.Kept.entries[ordinal]
