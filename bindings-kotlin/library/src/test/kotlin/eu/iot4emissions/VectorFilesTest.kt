package eu.iot4emissions

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.nameWithoutExtension
import kotlin.io.path.readText
import kotlin.streams.asSequence

class VectorFilesTest {
    @Test
    fun `every file of vectors has its test`() {
        val files = Files.list(Path.of("../../schemas/vectors")).use { files ->
            files.asSequence().map { it.nameWithoutExtension }.toSortedSet()
        }
        val read = Regex("""(?:tests|cases)\("([a-z]+)"""")
        val tested = Files.walk(Path.of("src/test/kotlin")).use { tests ->
            tests.asSequence()
                .filter { it.fileName.toString().endsWith("Test.kt") }
                .flatMap { test -> read.findAll(test.readText()).map { it.groupValues[1] } }
                .toSortedSet()
        }
        assertEquals(files, tested)
    }
}
