package eu.iot4emissions

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.io.path.readBytes
import kotlin.io.path.writeBytes
import kotlin.io.path.writeText

/**
 * What the facade says of a native library that it cannot use. A JVM loads one library once, so
 * each is tried in a JVM of its own.
 */
class NativeLibraryTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `a missing library is said at every call, and by its machine`() {
        val said = told(folder.resolve("libnone.so"))
        assertEquals(said[0], said[1])
        assertTrue("expected a native library for Linux on " in said[0], said[0])
    }

    @Test
    fun `a file that is no library is refused`() {
        val file = folder.resolve("libtext.so")
        file.writeText("no library")
        assertTrue(told(file)[0].startsWith("expected a native library for "))
    }

    @Test
    fun `a library with another interface is refused`() {
        // The number of UniFFI's contract is all that is wrong with it.
        val told = told(patched("kotlin_uniffi_contract_version") { bytes, start ->
            // mov eax, 30
            val code = byteArrayOf(0xb8.toByte(), 30, 0, 0, 0)
            val place = (start until start + 32).first { at ->
                code.indices.all { bytes[at + it] == code[it] }
            }
            bytes[place + 1] = 29
        })
        assertEquals(
            "expected the native library of iot4emissions 0.1.0, found another: " +
                "UniFFI contract version mismatch",
            told[0],
        )
        assertEquals(told[0], told[1])
    }

    @Test
    fun `another version is refused by its number`() {
        assertEquals(
            "expected the native library of iot4emissions 0.1.0, found 0.0.9",
            assertThrows<NativeLibraryException> { Native.fits("0.0.9")?.let { throw it } }.message,
        )
        assertEquals(null, Native.fits("0.1.0"))
    }

    private fun patched(symbol: String, patch: (ByteArray, Int) -> Unit): Path {
        val library = Path.of("target/classes/linux-x86-64/libiot4emissions_kotlin.so")
        val bytes = library.readBytes()
        patch(bytes, Elf(bytes).addressOf(symbol))
        return folder.resolve("libpatched.so").also { it.writeBytes(bytes) }
    }

    /** What two calls say, one after the other, where the library is this file. */
    private fun told(library: Path): List<String> {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val process = ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            "-Duniffi.component.iot4emissions_kotlin.libraryOverride=$library",
            "eu.iot4emissions.NativeLibraryProgramKt",
        ).redirectErrorStream(true).start()
        val said = process.inputStream.bufferedReader().readLines()
        assertTrue(process.waitFor(60, TimeUnit.SECONDS))
        assertEquals(0, process.exitValue(), said.joinToString("\n"))
        return said
    }
}
