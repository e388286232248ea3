package eu.iot4emissions.publication

import eu.iot4emissions.Native
import eu.iot4emissions.internal.GroupTotalsParts
import eu.iot4emissions.internal.PublicationParts
import eu.iot4emissions.internal.PublishedRowParts
import eu.iot4emissions.internal.growthColumns
import eu.iot4emissions.obfcm.Parameter
import java.util.Collections

/**
 * A month of a pseudonym (P-10.1 to P-10.4).
 *
 * @property pseudonym whose it is: 32 lower-case hexadecimal digits
 * @property month which month, UTC
 * @property types what the vehicle has of each attribute in [PublicationReport.by]; without those
 *   that it does not have
 * @property growth what each counter grew by from the month's first snapshot to the next month's
 *   first one, in its whole unit and in steps of 10 km, 1 l and 1 kWh; without those that the
 *   vehicle does not have
 */
@ConsistentCopyVisibility
public data class PublishedRow private constructor(
    public val pseudonym: String,
    public val month: Month,
    public val types: Map<Attribute, String>,
    public val growth: Map<Parameter, Long>,
) {
    internal companion object {
        /** For what the native library gives: Java sees no internal constructor. */
        @JvmSynthetic
        operator fun invoke(parts: PublishedRowParts, by: List<Attribute>): PublishedRow = PublishedRow(
            parts.pseudonym, Month(parts.month), known(by, parts.types),
            known(Parameter.entries, parts.growth.map { it?.toLong() }),
        )
    }
}

/**
 * What a group's vehicles used together in a month: nobody has a row in it (P-10.8).
 *
 * @property month which month, UTC
 * @property types what the vehicles have of each attribute in [PublicationReport.by]; without those
 *   that they do not have
 * @property vehicles how many vehicles they are
 * @property growth the sum of what each counter grew by, in its whole unit; without those that are
 *   withheld: fewer vehicles than a group must have have the counter, or more than half of the sum
 *   is one vehicle's
 */
@ConsistentCopyVisibility
public data class GroupTotals private constructor(
    public val month: Month,
    public val types: Map<Attribute, String>,
    public val vehicles: Long,
    public val growth: Map<Parameter, Long>,
) {
    internal companion object {
        /** For what the native library gives: Java sees no internal constructor. */
        @JvmSynthetic
        operator fun invoke(parts: GroupTotalsParts, by: List<Attribute>): GroupTotals = GroupTotals(
            Month(parts.month), known(by, parts.types), parts.vehicles.toLong(),
            known(Parameter.entries, parts.growth.map { it?.toLong() }),
        )
    }
}

/**
 * What may be given to people, and what is to be said with it (P-10.7). The rows are for people whom
 * you trust with what the report says of them, the groups for everybody (P-10.8).
 *
 * Whoever knows how far one vehicle went in a month may still find its row:
 * [PublicationReport.uniqueRows] and [PublicationReport.uniqueSeries] say how often. So a month is
 * published once, under a key that is used once.
 *
 * @property rows the rows, by pseudonym and month: an order that says nothing
 * @property groups what each group used together, by types and month
 * @property report what stands beside them
 * @property csv the rows as CSV (RFC 4180), lines ending with a line feed: `pseudonym`, `month`, the
 *   attributes by their wire names, [COLUMNS]. A value that is missing is empty, and a text that a
 *   spreadsheet would take for a formula has an apostrophe before it
 * @property groupsCsv the groups as CSV of the same form: `month`, the attributes, `vehicles`, and
 *   the sums of [COLUMNS]. A sum that is withheld is empty
 */
@ConsistentCopyVisibility
public data class Publication private constructor(
    public val rows: List<PublishedRow>,
    public val groups: List<GroupTotals>,
    public val report: PublicationReport,
    public val csv: String,
    public val groupsCsv: String,
) {
    /** What it holds, in numbers. */
    override fun toString(): String = "Publication($report)"

    public companion object {
        /**
         * The names of the columns of growth, one for each [Parameter] in their order. They end with
         * the unit, and are no lifetime counters' names.
         */
        @JvmStatic
        public val COLUMNS: List<String> by lazy {
            Collections.unmodifiableList(Native.call { growthColumns() })
        }

        /** For what the native library gives: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(parts: PublicationParts): Publication {
            val report = PublicationReport(parts.report)
            return Publication(
                Collections.unmodifiableList(parts.rows.map { PublishedRow(it, report.by) }),
                Collections.unmodifiableList(parts.groups.map { GroupTotals(it, report.by) }),
                report, parts.csv, parts.groupsCsv,
            )
        }
    }
}

internal fun PublicationParts.toFacade(): Publication = Publication(this)

/** What there is of each name, in the names' order. */
private fun <K, V : Any> known(names: List<K>, values: List<V?>): Map<K, V> {
    val pairs = names.zip(values).mapNotNull { (name, value) -> value?.let { name to it } }
    return Collections.unmodifiableMap(pairs.toMap())
}
