package eu.iot4emissions.runner

import java.nio.file.Path
import kotlin.io.path.readText
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class ReadmeTest {
    @Test
    fun `the README shows the program beside this package`() {
        val program = Path.of("src/test/kotlin/RunDevice.kt").readText()
        assertTrue("```kotlin\n$program```\n" in Path.of("../README.md").readText())
    }
}
