package eu.iot4emissions.arrow

import org.apache.arrow.memory.RootAllocator
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.file.Files

/** The README's program, which stands here between two marks. */
class ReadmeTest {
    private object Path {
        /** The tests' lines in place of the reader's. */
        fun of(name: String): java.nio.file.Path {
            check(name == "transfers.ndjson.gz")
            return java.nio.file.Path.of("src/test/resources/lines.ndjson")
        }
    }

    @Test
    fun `the program runs`() {
        // begin
        RootAllocator().use { allocator ->
            ArrowTransfers.scan(allocator, Path.of("transfers.ndjson.gz")).use { reader ->
                while (reader.loadNextBatch()) {
                    println(reader.vectorSchemaRoot.rowCount) // snapshots, a row each
                    reader.rejected.forEach { println("${it.code} ${it.pointer} ${it.error}") }
                }
            }
        }
        // end
    }

    @Test
    fun `the README has it`() {
        val file = java.nio.file.Path.of("src/test/kotlin/eu/iot4emissions/arrow/ReadmeTest.kt")
        val program = Files.readString(file).substringAfter("// begin\n").substringBefore("        // end").trimIndent()
        val readme = Files.readString(java.nio.file.Path.of("../README.md"))
        assertTrue("```kotlin\n$program\n```" in readme) { program }
    }
}
