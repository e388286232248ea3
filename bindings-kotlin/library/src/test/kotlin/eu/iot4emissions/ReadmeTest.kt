package eu.iot4emissions

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.nio.file.Path
import kotlin.io.path.readText

/** The program that both READMEs show is the file beside this package, compiled and run. */
class ReadmeTest {
    @Test
    fun `the first program stands in the READMEs as it is compiled, in at most 15 lines`() {
        val program = Path.of("src/test/kotlin/FirstProgram.kt").readText()
        assertTrue(program.lines().count { it.isNotBlank() } <= 15)
        for (readme in listOf("../README.md", "../../README.md")) {
            assertTrue("```kotlin\n$program```\n" in Path.of(readme).readText(), readme)
        }
    }

    @Test
    fun `the first program prints what its comments say`() {
        val printed = ByteArrayOutputStream()
        val before = System.out
        System.setOut(PrintStream(printed))
        try {
            Class.forName("FirstProgramKt").getMethod("main").invoke(null)
        } finally {
            System.setOut(before)
        }
        assertEquals(
            listOf(
                "295.9",
                "Deviation(code=NUMBER_AS_STRING, pointer=/data/0/tdt, clause=JRC127600 Table 7)",
                """{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}""",
            ),
            printed.toString().trim().lines(),
        )
    }
}
