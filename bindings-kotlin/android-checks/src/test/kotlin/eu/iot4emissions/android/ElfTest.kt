package eu.iot4emissions.android

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.nio.file.Path

/** `elf.py` finds what Android would not load. */
class ElfTest {
    @TempDir
    lateinit var directory: Path

    private fun check(bytes: ByteArray): Ended {
        directory.resolve("x.so").toFile().writeBytes(bytes)
        return run("python3", File("../android/elf.py").absolutePath, "x.so", directory = directory.toFile())
    }

    @Test
    fun `pages of 16 KiB want LOAD segments aligned to as much`() {
        assertEquals(
            Ended(0, "x.so: 64 bits, 1 LOAD segments aligned to 16384\n"),
            check(Elf.of("arm64-v8a").bytes()),
        )
        val found = check(Elf.of("arm64-v8a", align = 4096).bytes())
        assertEquals(1, found.code)
        assertTrue("x.so: expected LOAD segments aligned to 16384, found 4096\n" in found.said, found.said)
    }

    @Test
    fun `a processor of 32 bits has no such pages`() {
        assertEquals(0, check(Elf.of("armeabi-v7a", align = 4096).bytes()).code)
    }

    @Test
    fun `a library of the linker is read as one of ours`() {
        for ((size, code) in listOf(16384 to 0, 4096 to 1)) {
            val source = directory.resolve("x.c").toFile().apply { writeText("int x(void) { return 1; }\n") }
            val linked = run(
                "cc", "-shared", "-nostdlib", "-Wl,-z,max-page-size=$size",
                "-o", directory.resolve("x.so").toString(), source.path,
            )
            assertEquals(0, linked.code, linked.said)
            assertEquals(code, check(directory.resolve("x.so").toFile().readBytes()).code, "$size")
        }
    }

    @Test
    fun `what is no library is said to be none`() {
        assertEquals(Ended(1, "x.so: expected an ELF file, found another\n"), check("text".toByteArray()))
        val whole = Elf.of("x86_64").bytes()
        for (length in 4 until whole.size) {
            val found = check(whole.copyOf(length).takeIf { length % 9 == 0 } ?: continue)
            assertEquals(1, found.code, "$length: ${found.said}")
            assertTrue(found.said.startsWith("x.so: expected a "), found.said)
        }
    }
}
