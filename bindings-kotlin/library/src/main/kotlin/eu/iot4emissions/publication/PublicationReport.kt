package eu.iot4emissions.publication

import eu.iot4emissions.internal.CountedParts
import eu.iot4emissions.internal.NamedCount
import eu.iot4emissions.internal.PublicationReportParts
import eu.iot4emissions.internal.SizedGroups
import java.util.Collections

/**
 * Vehicles and rows.
 *
 * @property vehicles how many vehicles; each once, however many owners it had
 * @property rows how many rows: months of pseudonyms
 */
public data class Counted(public val vehicles: Long, public val rows: Long)

/**
 * What a publication holds, what it leaves out, and how far one vehicle can still be told from
 * another (P-10.7). Counts alone: it names no vehicle, no type and no value.
 *
 * Every vehicle is counted once: published, suppressed, or excluded; so is every month in which a
 * cleared vehicle has a snapshot that stands. [Fleet.publish] makes one.
 *
 * @property minVehicles the fewest vehicles of a group (P-10.5)
 * @property by the attributes that groups are made by, and that are columns
 * @property steps the steps of the values by the symbol of their unit: 10 `km`, 1 `l`, 1 `kWh`
 *   (P-10.4)
 * @property firstMonth the first month that is published; null where none is
 * @property lastMonth the last month that is published; null where none is
 * @property pseudonyms how many pseudonyms there are: owners' times
 * @property published what is published. A vehicle of which some months are published and some are
 *   suppressed is counted here
 * @property suppressed what is left out because its group is too small
 * @property groupSizes how many groups, types in a month, of each number of vehicles are published
 * @property suppressedGroupSizes how many groups of each number of vehicles are suppressed
 * @property excludedVehicles vehicles that are left out whatever their group; without those reasons
 *   that no vehicle has
 * @property excludedMonths months of cleared vehicles that are left out whatever their group;
 *   without those reasons that no month has
 * @property excludedSnapshots snapshots of cleared vehicles that do not stand, and rows that are no
 *   snapshot, by the code of the first reason, such as `duplicate`, `decrease:tfc` or `no-device`
 * @property uniqueness how many cleared vehicles are unique in what was stored, by [by], before any
 *   group is made. In the publication none is
 * @property uniqueRows how many published rows have values that no other of their group has: whoever
 *   knows them of a vehicle finds its row
 * @property uniqueSeries how many pseudonyms have values, over all their months, that no other of
 *   their types has
 */
@ConsistentCopyVisibility
@Suppress("LongParameterList")
public data class PublicationReport private constructor(
    public val minVehicles: MinVehicles,
    public val by: List<Attribute>,
    public val steps: Map<String, Long>,
    public val firstMonth: Month?,
    public val lastMonth: Month?,
    public val pseudonyms: Long,
    public val published: Counted,
    public val suppressed: Counted,
    public val groupSizes: Map<Long, Long>,
    public val suppressedGroupSizes: Map<Long, Long>,
    public val excludedVehicles: Map<VehicleExclusion, Long>,
    public val excludedMonths: Map<MonthExclusion, Long>,
    public val excludedSnapshots: Map<String, Long>,
    public val uniqueness: Uniqueness,
    public val uniqueRows: Long,
    public val uniqueSeries: Long,
    private val json: String,
) {
    /** The report as JSON that people read, with a line feed at its end. */
    public fun toJson(): String = json

    override fun toString(): String =
        "PublicationReport(${published.rows} rows of ${published.vehicles} vehicles published, " +
            "${suppressed.rows} of ${suppressed.vehicles} suppressed)"

    internal companion object {
        /** For what the native library gives: Java sees no internal constructor. */
        @JvmSynthetic
        operator fun invoke(parts: PublicationReportParts): PublicationReport = PublicationReport(
            MinVehicles(parts.minVehicles),
            Collections.unmodifiableList(parts.by.map { it.toFacade() }),
            counts(parts.steps) { it },
            parts.firstMonth?.let { Month(it) },
            parts.lastMonth?.let { Month(it) },
            parts.pseudonyms.toLong(),
            counted(parts.published),
            counted(parts.suppressed),
            sizes(parts.groupSizes),
            sizes(parts.suppressedGroupSizes),
            counts(parts.excludedVehicles) { code -> VehicleExclusion.entries.single { it.text == code } },
            counts(parts.excludedMonths) { code -> MonthExclusion.entries.single { it.text == code } },
            counts(parts.excludedSnapshots) { it },
            parts.uniqueness.toFacade(),
            parts.uniqueRows.toLong(),
            parts.uniqueSeries.toLong(),
            parts.json,
        )

        private fun counted(parts: CountedParts) = Counted(parts.vehicles.toLong(), parts.rows.toLong())

        private fun <T> counts(parts: List<NamedCount>, name: (String) -> T): Map<T, Long> =
            Collections.unmodifiableMap(parts.associate { name(it.name) to it.count.toLong() })

        private fun sizes(parts: List<SizedGroups>): Map<Long, Long> =
            Collections.unmodifiableMap(parts.associate { it.vehicles.toLong() to it.groups.toLong() })
    }
}
