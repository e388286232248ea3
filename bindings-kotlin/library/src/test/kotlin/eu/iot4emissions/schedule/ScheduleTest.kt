package eu.iot4emissions.schedule

import eu.iot4emissions.ScheduleException
import eu.iot4emissions.TimeException
import eu.iot4emissions.identity.DeviceSecret
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.time.Duration
import java.time.Instant

class ScheduleTest {
    private val quarterly = Schedule.of("0 0 0 1 1/3 ? *")
    private val july = Instant.parse("2021-07-01T00:00:00Z")
    private val october = Instant.parse("2021-10-01T00:00:00Z")
    private val day = Duration.ofDays(1)
    private val secret = DeviceSecret.of(ByteArray(16) { it.toByte() })

    @Test
    fun `P-5_33 a fraction of a second is not lost`() {
        assertEquals(july, quarterly.nextAfter(july.minusNanos(1)))
        assertEquals(october, quarterly.nextAfter(july.plusNanos(1)))
        assertEquals("before-1970", assertThrows<TimeException> {
            quarterly.nextAfter(Instant.EPOCH.minusNanos(1))
        }.code)
        assertNull(quarterly.nextAfter(Instant.MAX))
    }

    @Test
    fun `P-5_33 occurrences come one after the other up to the end of 2099`() {
        val all = quarterly.occurrences(july).toList()
        assertEquals(2 + 4 * 78 - 1, all.size)
        assertEquals(Instant.parse("2099-10-01T00:00:00Z"), all.last())
        assertEquals(all.sorted().distinct(), all)
        val everySecond = Schedule.of("* * * * * ?")
        val times = everySecond.occurrencesAfter(july, 5000)
        assertEquals((1..5000L).map(july::plusSeconds), times)
        assertEquals(emptyList<Instant>(), quarterly.occurrencesAfter(july, 0))
        assertEquals(emptyList<Instant>(), quarterly.occurrencesAfter(all.last(), 9))
        assertThrows<IllegalArgumentException> { quarterly.occurrencesAfter(july, -1) }
        assertThrows<UnsupportedOperationException> { (times as MutableList<Instant>).clear() }
    }

    @Test
    fun `P-5_34 counts, words and lints`() {
        val leap = Schedule.of("0 0 0 29 2 ?")
        assertEquals(0 to 1, leap.countInYear(2023) to leap.countInYear(2024))
        assertEquals(listOf(0, 0, 0), listOf(-1, 1969, 70000).map(leap::countInYear))
        assertEquals(0..1, leap.yearlyCount)
        assertEquals(31_622_400, Schedule.of("* * * * * ?").yearlyCount.last)
        val daily = Schedule.of("0 0 0 ? * * *").lint().single()
        assertEquals("daily-or-more-often", daily.code)
        assertTrue(daily.text.startsWith("fires daily or more often: "))
    }

    @Test
    fun `P-6_8 equal by meaning, each with its own text`() {
        val other = Schedule.of("0 0 0 1 1,4,7,10 ?")
        assertEquals(quarterly, other)
        assertEquals(quarterly.hashCode(), other.hashCode())
        assertEquals("0 0 0 1 1/3 ? *", "$quarterly")
        assertEquals(quarterly.explain(), other.explain())
    }

    @Test
    fun `the error names the field`() {
        val refused = assertThrows<ScheduleException> { Schedule.of("0 60 0 1 * ?") }
        assertEquals("field" to "minute", refused.code to refused.field)
        assertEquals(
            "expected 0 to 59, a range, a step, a list of them or * alone in field minute, found \"60\"",
            refused.message,
        )
    }

    @Test
    fun `P-6_12 a fleet is spread`() {
        val window = Duration.ofHours(6)
        val times = List(1000) {
            quarterly.spreadAfter(DeviceSecret.generate(), window, july.minusSeconds(1))!!
        }
        assertTrue(times.all { it >= july && it < july + window })
        assertTrue(times.toSet().size > 950)
        assertEquals(Duration.ofSeconds(53715), spreadOffset(secret, day, july))
    }

    @Test
    fun `P-6_12 windows and occurrences are whole seconds`() {
        for ((code, attempt) in listOf<Pair<String, () -> Any?>>(
            "fraction" to { quarterly.spreadAfter(secret, Duration.ofMillis(1500), july) },
            "negative" to { spreadOffset(secret, day.negated(), july) },
            "fraction" to { spreadOffset(secret, day, july.plusMillis(1)) },
            "fraction" to { spreadOffset(secret, day, july, october.plusMillis(1)) },
            "before-1970" to { spreadOffset(secret, day, Instant.MIN) },
        )) {
            assertEquals(code, assertThrows<TimeException> { attempt() }.code)
        }
    }
}
