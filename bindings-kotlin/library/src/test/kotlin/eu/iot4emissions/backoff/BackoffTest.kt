package eu.iot4emissions.backoff

import com.fasterxml.jackson.databind.JsonNode
import eu.iot4emissions.BackoffException
import eu.iot4emissions.ProtocolException
import eu.iot4emissions.TimeException
import eu.iot4emissions.Vectors
import eu.iot4emissions.either
import eu.iot4emissions.identity.DeviceSecret
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import java.time.Duration

class BackoffTest {
    private fun millis(case: JsonNode, name: String) = Duration.ofMillis(case[name].longValue())

    @TestFactory
    fun backoff() = Vectors.tests("backoff") { case ->
        fun settings() = Backoff.of(millis(case, "baseMillis"), millis(case, "capMillis"))
        when (val function = case["function"].textValue()) {
            "settings" -> either(case) { settings() }
            "delay" -> {
                val secret = DeviceSecret.fromHex(case["secret"].textValue())
                val (attempt, episode) = listOf("attempt", "episode").map { case[it].longValue() }
                val found = settings().delay(secret, attempt, episode)
                assertEquals(millis(case, "delayMillis"), found)
                assertTrue(found <= millis(case, "ceilingMillis"))
            }
            else -> error("there is no function $function")
        }
    }

    @Test
    fun `P-6_14 a back-off out of range`() {
        val secret = DeviceSecret.generate()
        val second = Duration.ofSeconds(1)
        for ((code, attempt) in listOf<Pair<String, () -> Any?>>(
            "base" to { Backoff.of(Duration.ofNanos(1_500_000)) },
            "cap" to { Backoff.of(cap = Duration.ofDays(366)) },
            "cap" to { Backoff.of(second, second.minusMillis(1)) },
            "negative" to { Backoff.of(second.negated()) },
            "attempt" to { Backoff.DEFAULT.delay(secret, -1, 0) },
            "episode" to { Backoff.DEFAULT.delay(secret, 0, 4_294_967_296) },
        )) {
            val refused = assertThrows<ProtocolException> { attempt() }
            assertEquals(code, refused.code)
            assertTrue(if (code == "negative") refused is TimeException else refused is BackoffException)
        }
        assertEquals(Backoff.of(second, Duration.ofHours(1)), Backoff.DEFAULT)
        assertTrue(Backoff.DEFAULT.delay(secret, 4_294_967_295, 1) <= Backoff.DEFAULT.cap)
    }
}
