package eu.iot4emissions.load

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledOnOs
import org.junit.jupiter.api.condition.OS
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** In a process of its own, whose heap is small, so that what grows is not the heap. */
@EnabledOnOs(OS.LINUX)
class MemoryTest {
    @Test
    fun `100000 calls leave no memory behind, unclosed objects included`() {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val process = ProcessBuilder(
            java, "-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch", "-XX:MaxDirectMemorySize=64m",
            "-cp", System.getProperty("java.class.path"), MemoryMain::class.java.name,
        ).redirectErrorStream(true).start()
        val said = process.inputStream.bufferedReader().readText()
        assertTrue(process.waitFor(1, TimeUnit.MINUTES))
        assertEquals(0, process.exitValue()) { said }
        val resident = said.trim().lines().last().split(' ').map { it.toLong() }
        val (before, after) = resident
        println("resident: $before kB after a tenth of the calls, $after kB after all")
        assertTrue(after - before < MOST_MORE) { said }
    }

    private companion object {
        /** Kilobytes. One leaked byte a call would be 90; one leaked reader in ten, 9000 of them at 8 KiB, 72,000. */
        const val MOST_MORE = 32_768
    }
}
