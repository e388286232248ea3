package eu.iot4emissions.schedule

import com.fasterxml.jackson.databind.JsonNode
import eu.iot4emissions.ScheduleException
import eu.iot4emissions.Vectors
import eu.iot4emissions.either
import eu.iot4emissions.identity.DeviceSecret
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import java.time.Duration
import java.time.Instant

class ScheduleVectorsTest {
    @TestFactory
    fun schedules() = Vectors.tests("schedules") { case ->
        fun schedule(name: String = "text") = Schedule.of(Vectors.text(case[name]))
        when (val function = case["function"].textValue()) {
            "refused" -> {
                either(case) { schedule() }
                case["field"]?.let {
                    assertEquals(it.textValue(), assertThrows<ScheduleException> { schedule() }.field)
                }
            }
            "occurrences" -> {
                val after = time(case["after"])!!
                val found = schedule().occurrencesAfter(after, 3)
                assertEquals(case["next"].map(::time), found)
                assertEquals(found.firstOrNull(), schedule().nextAfter(after))
            }
            "equal" -> {
                val both = setOf(schedule(), schedule("other"))
                val equal = case["equal"].booleanValue()
                assertEquals(equal, schedule() == schedule("other"))
                assertEquals(if (equal) 1 else 2, both.size)
            }
            "explain" -> {
                assertEquals(case["words"].textValue(), schedule().explain())
                val count = case["fewestInAYear"].intValue()..case["mostInAYear"].intValue()
                assertEquals(count, schedule().yearlyCount)
                assertEquals(case["lints"].map { it.textValue() }, schedule().lint().map { it.code })
            }
            else -> error("there is no function $function")
        }
    }

    @TestFactory
    fun spread() = Vectors.tests("spread") { case ->
        val secret = DeviceSecret.fromHex(case["secret"].textValue())
        val window = Duration.ofSeconds(case["windowSeconds"].longValue())
        when (val function = case["function"].textValue()) {
            "offset" -> {
                val occurrence = time(case["occurrence"])!!
                val found = spreadOffset(secret, window, occurrence, time(case["next"]))
                assertEquals(Duration.ofSeconds(case["offset"].longValue()), found)
            }
            "after" -> {
                val schedule = Schedule.of(case["schedule"].textValue())
                val found = schedule.spreadAfter(secret, window, time(case["after"])!!)
                assertEquals(time(case["spread"]), found)
            }
            else -> error("there is no function $function")
        }
    }

    private fun time(value: JsonNode): Instant? =
        if (value.isNull) null else Instant.ofEpochSecond(value.longValue())
}
