package eu.iot4emissions.publication

import com.fasterxml.jackson.databind.JsonNode
import eu.iot4emissions.Vectors
import eu.iot4emissions.either
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.obfcm.Parameter
import eu.iot4emissions.obfcm.Snapshot
import eu.iot4emissions.obfcm.Values
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.TestFactory
import java.math.BigDecimal
import java.time.Instant

class PublicationVectorsTest {
    @TestFactory
    fun publication() = Vectors.tests("publication") { case ->
        when (val function = case["function"].textValue()) {
            "key" -> either<PseudonymKey>(case) { PseudonymKey.fromHex(Vectors.text(case["text"])) }
            "pseudonym" -> {
                val device = DeviceId.of(Vectors.text(case["device"]))
                assertEquals(
                    case["pseudonym"].textValue(), pseudonym(key(case), device, case["segment"].longValue()),
                )
            }
            "month" -> {
                val time = Instant.ofEpochSecond(case["second"].longValue())
                assertEquals(Month.of(case["month"].textValue()), Month.containing(time))
            }
            "publish" -> published(case)
            else -> error("there is no function $function")
        }
    }

    private fun published(case: JsonNode) {
        val settings = PublicationSettings(
            by = case["by"].map { Attribute.of(it.textValue()) }.toSet(),
            minVehicles = MinVehicles.of(case["minVehicles"].intValue()),
        )
        val found = Fleet().use { fleet ->
            case["vehicles"].forEach { add(fleet, it) }
            fleet.publish(key(case), settings)
        }
        assertEquals(case["csv"].textValue(), found.csv)
        assertEquals(case["groupsCsv"].textValue(), found.groupsCsv)
        assertEquals(case["csv"].textValue(), typedRows(found))
        assertEquals(case["groupsCsv"].textValue(), typedGroups(found))
        ofDevices(case, found)
        val report = found.report
        assertEquals(settings.minVehicles to settings.by, report.minVehicles to report.by.toSet())
        assertEquals(case["suppressedRows"].longValue(), report.suppressed.rows)
        assertEquals(case["rows"].size().toLong(), report.published.rows)
        assertEquals(counts(case["excludedVehicles"]), report.excludedVehicles.mapKeys { it.key.text })
        assertEquals(counts(case["excludedMonths"]), report.excludedMonths.mapKeys { it.key.text })
    }

    private fun add(fleet: Fleet, vehicle: JsonNode) {
        val device = DeviceId.of(vehicle["device"].textValue())
        val attributes = Vectors.vehicleInfo(vehicle["attributes"])
        fleet.addVehicle(device, attributes, vehicle["cleared"].booleanValue())
        for (snapshot in vehicle["snapshots"]) {
            val read = Snapshot.of(Instant.ofEpochSecond(snapshot["acquired"].longValue()), values(snapshot))
            fleet.addReadings(device, listOf(Reading(read)), snapshot["segment"].longValue())
        }
    }

    /** By their names in payloads, in tenths. */
    private fun values(snapshot: JsonNode): Values {
        val names = Parameter.entries.map { it.wireName } + listOf("acquired", "segment")
        check(snapshot.fieldNames().asSequence().all { it in names }) { "a value of another name" }
        return Values.of { place ->
            snapshot[Parameter.entries[place].wireName]?.let { BigDecimal.valueOf(it.longValue(), 1) }
        }
    }

    /** Each row that the case expects, as device, segment, month, fuel and distance. */
    private fun ofDevices(case: JsonNode, found: Publication) {
        val expected = case["rows"].map { row ->
            val device = DeviceId.of(row[0].textValue())
            listOf(
                pseudonym(key(case), device, row[1].longValue()),
                row[2].textValue(),
                row[3].takeUnless { it.isNull }?.longValue(),
                row[4].takeUnless { it.isNull }?.longValue(),
            )
        }
        val rows = found.rows.map {
            listOf(
                it.pseudonym,
                it.month.text,
                it.growth[Parameter.TOTAL_FUEL_CONSUMED],
                it.growth[Parameter.TOTAL_DISTANCE_TRAVELLED],
            )
        }
        assertEquals(expected.toSet(), rows.toSet())
        assertEquals(expected.size, rows.size)
    }

    private fun typedRows(found: Publication): String {
        val rows = found.rows.map { row ->
            listOf(row.pseudonym, row.month) + types(found, row.types) + growth(row.growth)
        }
        return csv(listOf("pseudonym", "month") + names(found) + Publication.COLUMNS, rows)
    }

    private fun typedGroups(found: Publication): String {
        val rows = found.groups.map { group ->
            listOf(group.month) + types(found, group.types) + group.vehicles + growth(group.growth)
        }
        return csv(listOf("month") + names(found) + "vehicles" + Publication.COLUMNS, rows)
    }

    private fun names(found: Publication) = found.report.by.map { it.wireName }

    private fun types(found: Publication, types: Map<Attribute, String>) = found.report.by.map { types[it] }

    private fun growth(growth: Map<Parameter, Long>) = Parameter.entries.map { growth[it] }

    private fun csv(header: List<String>, rows: List<List<Any?>>): String =
        (listOf(header) + rows).joinToString("") { row -> row.joinToString(",") { "${it ?: ""}" } + "\n" }

    private fun counts(value: JsonNode) =
        value.properties().associate { (name, count) -> name to count.longValue() }

    private fun key(case: JsonNode) = PseudonymKey.fromHex(case["key"].textValue())
}
