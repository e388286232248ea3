package eu.iot4emissions.access.export

import eu.iot4emissions.Native
import eu.iot4emissions.internal.brokerNotes
import java.util.Collections

/**
 * What one broker can be told, what it enforces, and what to look out for.
 *
 * Clauses: P-4.1 to P-4.3; JRC127600 §3.1.2.
 *
 * @property format whose notes they are
 * @property broker the broker's name and the versions that the export is made for
 * @property versions the releases that [ExportSettings.version] takes, oldest first; none for a
 *   service that has no releases
 * @property defaultVersion the release that the export is for where none is given; null where
 *   there are none
 * @property listsDevices whether its language names each device, so that [ExportSettings.devices]
 *   matter
 * @property readsRevocationLists whether it takes the clients' revocation list from a file
 * @property enforces which decisions it takes itself
 * @property denied what a client sees that is denied something, in sentences
 * @property differences where it decides otherwise than the rules
 * @property pitfalls what an operator has to know besides, one sentence or two each
 */
@ConsistentCopyVisibility
public data class BrokerNotes private constructor(
    public val format: Format,
    public val broker: String,
    public val versions: List<BrokerVersion>,
    public val defaultVersion: BrokerVersion?,
    public val listsDevices: Boolean,
    public val readsRevocationLists: Boolean,
    public val enforces: Enforcement,
    public val denied: String,
    public val differences: List<Difference>,
    public val pitfalls: List<String>,
) {
    public companion object {
        /** The notes of [format]. */
        @JvmStatic
        public fun of(format: Format): BrokerNotes {
            val notes = Native.call { brokerNotes(format.toInternal()) }
            return BrokerNotes(
                format = format,
                broker = notes.broker,
                versions = Collections.unmodifiableList(notes.versions.map { BrokerVersion(it) }),
                defaultVersion = notes.defaultVersion?.let { BrokerVersion(it) },
                listsDevices = notes.listsDevices,
                readsRevocationLists = notes.readsRevocationLists,
                enforces = notes.enforces.run {
                    Enforcement(publish, publishRetained, subscribe, receive)
                },
                denied = notes.denied,
                differences = Collections.unmodifiableList(
                    notes.differences.map { Difference(it.name, it.text) },
                ),
                pitfalls = Collections.unmodifiableList(notes.pitfalls),
            )
        }
    }
}
