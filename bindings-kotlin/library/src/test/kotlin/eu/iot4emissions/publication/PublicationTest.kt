package eu.iot4emissions.publication

import eu.iot4emissions.ClosedException
import eu.iot4emissions.ProtocolException
import eu.iot4emissions.PublicationException
import eu.iot4emissions.TimeException
import eu.iot4emissions.columns.Transfers
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.attributeName
import eu.iot4emissions.internal.monthExclusionCodes
import eu.iot4emissions.internal.vehicleExclusionCodes
import eu.iot4emissions.obfcm.Snapshot
import eu.iot4emissions.obfcm.Values
import eu.iot4emissions.vehicle.VehicleInfo
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.math.BigDecimal
import java.time.Instant

class PublicationTest {
    private val vin = "1M8GDM9AXKP042788"
    private val hex = (0 until 32).joinToString("") { "%02x".format(it) }
    private val key = PseudonymKey.fromHex(hex)
    private val january = Instant.parse("2025-01-01T00:00:00Z")
    private val february = Instant.parse("2025-02-01T00:00:00Z")
    private val petrol = papers("petrol")
    private val makeAndFuel = setOf(Attribute.FUEL_TYPE, Attribute.MAKE)

    private fun papers(fuel: String) = VehicleInfo(make = "JEEP", further = mapOf("ft" to fuel, "note" to vin))

    private fun device(number: Int) = DeviceId.of("vehicle-$number")

    private fun reading(acquired: Instant, kilometres: String) =
        Reading(Snapshot.of(acquired, Values(totalDistanceTravelled = BigDecimal(kilometres))))

    private fun fleet(vehicles: Int) = Fleet().also { fleet ->
        repeat(vehicles) {
            fleet.addVehicle(device(it), petrol, true)
            fleet.addReadings(device(it), listOf(reading(february, "21234.0"), reading(january, "20000.0")))
        }
    }

    @Test
    fun `P-10_5 ten are a group by default, nine are not`() {
        val settings = PublicationSettings(by = makeAndFuel)
        val ten = fleet(10).use { it.publish(key, settings) }
        assertEquals(10, ten.rows.size)
        assertEquals(mapOf(Attribute.MAKE to "JEEP", Attribute.FUEL_TYPE to "petrol"), ten.rows[0].types)
        assertEquals(listOf(1230L), ten.rows[0].growth.values.toList())
        assertEquals(12300L, ten.groups.single().growth.values.single())
        val report = ten.report
        assertEquals(Month.of("2025-01") to Month.of("2025-01"), report.firstMonth to report.lastMonth)
        assertEquals(mapOf("km" to 10L, "kWh" to 1L, "l" to 1L), report.steps)
        assertEquals(mapOf(10L to 1L), report.groupSizes)
        assertEquals(Uniqueness(10, 1, 0, 0), report.uniqueness)
        assertEquals(listOf(10L, 0L, 0L), listOf(report.pseudonyms, report.uniqueRows, report.uniqueSeries))
        assertTrue(report.toJson().startsWith("{\n  \"minVehicles\": 10,\n"), report.toJson())
        val nine = fleet(9).use { it.publish(key, settings) }.report
        assertEquals(Counted(0, 0) to Counted(9, 9), nine.published to nine.suppressed)
        assertEquals(mapOf(9L to 1L), nine.suppressedGroupSizes)
        assertNull(nine.firstMonth)
    }

    @Test
    fun `P-10_1 the same whatever the order, and settings are kept apart`() {
        val by = mutableSetOf(Attribute.FUEL_TYPE, Attribute.MAKE)
        val settings = PublicationSettings(by)
        by.clear()
        assertEquals(listOf(Attribute.MAKE, Attribute.FUEL_TYPE), settings.by.toList())
        assertEquals(setOf(Attribute.FAMILY, Attribute.FUEL_TYPE, Attribute.FUEL_MODE), PublicationSettings.DEFAULT.by)
        assertEquals(10, MinVehicles.DEFAULT.vehicles)
        val turned = Fleet().also { fleet ->
            for (number in 9 downTo 0) {
                fleet.addReadings(device(number), listOf(reading(january, "20000.0")))
                fleet.addReadings(device(number), listOf(reading(february, "21234.0")))
                fleet.addVehicle(device(number), petrol, true)
            }
        }
        assertEquals(fleet(10).use { it.publish(key, settings) }, turned.use { it.publish(key, settings) })
    }

    @Test
    fun `P-10_3 months outside are counted`() {
        val later = PublicationSettings(makeAndFuel, first = Month.of("2025-02"), last = Month.of("2025-12"))
        val report = fleet(10).use { it.publish(key, later) }.report
        assertEquals(
            mapOf(MonthExclusion.OUTSIDE to 10L, MonthExclusion.UNFINISHED to 10L), report.excludedMonths,
        )
        assertEquals(mapOf(VehicleExclusion.NO_MONTH to 10L), report.excludedVehicles)
    }

    @Test
    fun `transfers that were read are snapshots, and those of nobody are counted`() {
        val lines = (0 until 10).flatMap { number ->
            listOf(january to "20000.0", february to "21234.0").map { (time, distance) ->
                val data = """{"data":[{"acquired":${time.epochSecond},"tdt":$distance}]}"""
                """{"device":"vehicle-$number","payload":$data}"""
            }
        } + """{"data":[{"acquired":${january.epochSecond},"tdt":1.0}]}"""
        val columns = Transfers.read(lines.joinToString("\n").byteInputStream())
        assertEquals(21 to 0, columns.size to columns.rejected.size)
        val found = Fleet().use { fleet ->
            repeat(10) { fleet.addVehicle(device(it), petrol, true) }
            fleet.addTransfers(columns)
            fleet.publish(key, PublicationSettings(makeAndFuel))
        }
        assertEquals(fleet(10).use { it.publish(key, PublicationSettings(makeAndFuel)) }.csv, found.csv)
        assertEquals(mapOf("no-device" to 1L), found.report.excludedSnapshots)
    }

    @Test
    fun `P-10_7 who is unique by papers and odometer`() {
        fleet(3).use { fleet ->
            fleet.addVehicle(device(3), papers("diesel"), true)
            fleet.addVehicle(device(4), papers("lpg"), false)
            assertEquals(Uniqueness(4, 2, 1, 1), fleet.uniqueness(makeAndFuel))
            assertEquals(Uniqueness(4, 1, 0, 1), fleet.uniqueness(setOf(Attribute.MAKE)))
            val types = listOf(0, 1, 9).associate { device(it) to listOf("a", null) }
            assertEquals(Uniqueness(3, 1, 0, 1), fleet.uniquenessOf(types))
            assertEquals(BigDecimal("20000.0"), fleet.firstOdometer(device(0)))
            assertNull(fleet.firstOdometer(device(3)))
        }
    }

    @Test
    fun `a fleet that is closed says so`() {
        val fleet = fleet(1)
        assertEquals("Fleet(open)", fleet.toString())
        fleet.close()
        fleet.close()
        assertEquals("Fleet(closed)", fleet.toString())
        for (use in listOf<() -> Any?>(
            { fleet.addVehicle(device(2), petrol, true) },
            { fleet.addReadings(device(2), listOf(reading(january, "1.0"))) },
            { fleet.addTransfers(Transfers.read("".byteInputStream())) },
            { fleet.publish(key) },
            { fleet.uniqueness(makeAndFuel) },
            { fleet.uniquenessOf(emptyMap()) },
            { fleet.firstOdometer(device(0)) },
        )) {
            val refused = assertThrows<ClosedException> { use() }
            assertEquals("expected an open fleet, found one that was closed", refused.message)
        }
    }

    @Test
    fun `P-1_5 and P-10_2 neither a key nor a VIN is shown`() {
        assertEquals("PseudonymKey(hidden)", key.toString())
        assertEquals("PseudonymKey(hidden)", PseudonymKey.generate().toString())
        val given = ByteArray(32) { it.toByte() }
        val own = PseudonymKey.of(given)
        given.fill(0)
        assertEquals(pseudonym(key, device(0)), pseudonym(own, device(0)))
        fleet(10).use { fleet ->
            val found = fleet.publish(key, PublicationSettings(makeAndFuel))
            val shown = listOf(
                fleet, found, found.report, found.report.toJson(), found.rows, found.groups, found.csv,
                found.groupsCsv, PublicationSettings.DEFAULT,
            ).joinToString()
            for (secret in listOf(vin, hex, "vehicle-0")) assertFalse(secret in shown)
        }
    }

    @Test
    fun `no error repeats what it refuses`() {
        fleet(1).use { fleet ->
            for ((code, attempt) in listOf<Pair<String, () -> Any?>>(
                "unknown-attribute" to { Attribute.of(vin) },
                "month" to { Month.of(vin) },
                "length" to { PseudonymKey.of(vin.toByteArray()) },
                "not-random" to { PseudonymKey.of(ByteArray(32)) },
                "digits" to { PseudonymKey.fromHex(vin) },
                "character" to { PseudonymKey.fromHex(vin.padEnd(64, '0')) },
                "surrogate" to { PseudonymKey.fromHex("$vin\ud800") },
                "twice" to { fleet.addVehicle(device(0), petrol, true) },
                "too-few" to { MinVehicles.of(2) },
                "too-few" to { MinVehicles.of(-1) },
                "segment" to { pseudonym(key, device(0), -1) },
                "segment" to { pseudonym(key, device(0), 1L shl 32) },
                "segment" to { fleet.addReadings(device(0), emptyList(), -1) },
            )) {
                val refused = assertThrows<ProtocolException> { attempt() }
                assertEquals(code, refused.code, refused.message)
                for (secret in listOf(vin, "vehicle-0")) assertFalse(secret in refused.toString())
                if (code != "surrogate") assertTrue(refused is PublicationException)
            }
            val early = reading(january, "1.0").copy(received = Instant.ofEpochSecond(-1))
            assertThrows<TimeException> { fleet.addReadings(device(7), listOf(reading(january, "2.0"), early)) }
            assertNull(fleet.firstOdometer(device(7)))
        }
    }

    @Test
    fun `months follow each other`() {
        assertEquals(Month.of("2026-01"), Month.of("2025-12").next())
        assertNull(Month.of("9999-12").next())
        assertNull(Month.containing(Instant.parse("+10000-01-01T00:00:00Z")))
        assertThrows<TimeException> { Month.containing(Instant.ofEpochSecond(-1)) }
        assertTrue(Month.of("2025-09") < Month.of("2025-10"))
        assertEquals(2025 to 9, Month.of("2025-09").toYearMonth().run { year to monthValue })
    }

    @Test
    fun `words and members are the core's, in its order`() {
        assertEquals(
            eu.iot4emissions.internal.Attribute.entries.map { it.name }, Attribute.entries.map { it.name },
        )
        for (attribute in Attribute.entries) {
            assertEquals(attributeName(attribute.toInternal()), attribute.wireName)
            assertEquals(attribute, Attribute.of(attribute.wireName))
        }
        assertEquals(vehicleExclusionCodes(), VehicleExclusion.entries.map { it.text })
        assertEquals(monthExclusionCodes(), MonthExclusion.entries.map { it.text })
        assertEquals("grid_energy_kwh" to 8, Publication.COLUMNS.last() to Publication.COLUMNS.size)
    }
}
