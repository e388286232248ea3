package eu.iot4emissions.kafka.broker

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.file.Path
import kotlin.io.path.readText

class ReadmeTest {
    @Test
    fun `the Kotlin that the README shows is what the tests compile and run`() {
        val tests = listOf("broker/PollOrBury.kt", "streams/Splitting.kt").map {
            Path.of("src/test/kotlin/eu/iot4emissions/kafka/$it").readText()
        }
        val shown = Readme.blocks("kotlin")
        assertEquals(tests.size, shown.size)
        shown.zip(tests).forEach { (block, test) -> assertTrue(test.endsWith("\n\n$block"), block) }
    }
}
