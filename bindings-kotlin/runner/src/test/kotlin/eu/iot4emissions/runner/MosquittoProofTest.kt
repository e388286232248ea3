package eu.iot4emissions.runner

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import eu.iot4emissions.device.OtaDevice
import java.io.BufferedReader
import java.net.ServerSocket
import java.net.Socket
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit.SECONDS
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir

/**
 * The proof: a life of some quarters, on the real services of `examples/network` between two
 * Mosquittos with mutual TLS, killed (`SIGKILL`) at five points and begun again. Every snapshot that
 * was acquired is stored there exactly once.
 */
@Timeout(150)
class MosquittoProofTest {
    @TempDir
    lateinit var folder: Path

    private val processes = mutableListOf<Process>()
    private lateinit var said: BufferedReader
    private lateinit var services: Process

    private val registration = free()
    private val data = free()

    private fun free() = ServerSocket(0).use { it.localPort }

    @BeforeEach
    fun start() {
        assumeTrue(Files.isExecutable(MOSQUITTO), "Mosquitto is not installed: make tools")
        val root = Path.of("../..").toRealPath()
        // In the folder of the workspace, as cargo reads its configuration there.
        val built = ProcessBuilder("cargo", "build", "--quiet", "--locked", "--package", "network", "--bin", "network-services")
            .directory(root.toFile()).inheritIO().start().waitFor()
        assertEquals(0, built, "cargo build")
        val target = System.getenv("CARGO_TARGET_DIR")?.let(Path::of) ?: root.resolve("target")
        val files = folder.resolve("services")
        val vehicles = folder.resolve("vehicles.json")
        Files.writeString(vehicles, """[{"device":"${LifeProgram.DEVICE}","vin":"$VIN"}]""")
        services = begin(
            "${target.resolve("debug/network-services")}",
            "--registration-broker", "127.0.0.1:$registration",
            "--data-broker", "127.0.0.1:$data",
            "--folder", "$files",
            "--vehicles", "$vehicles",
            "--acquire", "0 0 0 1/3 * ?",
        )
        said = services.inputStream.bufferedReader()
        assertEquals("""{"written":true}""", said.readLine())
        mosquitto(files.resolve("registration-broker"), registration)
        mosquitto(files.resolve("data-broker"), data)
        assertTrue(answer()["ready"]["dataHttps"].isInt)
    }

    /** A Mosquitto with what the services wrote. Whoever runs the tests owns the files. */
    private fun mosquitto(files: Path, port: Int) {
        val file = files.resolve("mosquitto.conf")
        Files.writeString(file, Files.readString(file) + "user root\n")
        begin("$MOSQUITTO", "-c", "$file")
        while (runCatching { Socket("127.0.0.1", port).close() }.isFailure) Thread.sleep(20)
    }

    private fun begin(vararg command: String): Process = ProcessBuilder(*command)
        .redirectError(folder.resolve("${processes.size}.log").toFile())
        .start().also { processes += it }

    @AfterEach
    fun stop() = processes.asReversed().forEach { it.destroyForcibly().waitFor(10, SECONDS) }

    private fun answer(): JsonNode = ObjectMapper().readTree(said.readLine())

    private fun ask(question: String): JsonNode {
        services.outputWriter().run {
            write("$question\n")
            flush()
        }
        return answer()
    }

    private fun live(point: Point, began: Long, acknowledged: Long): Process = begin(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp", System.getProperty("java.class.path"), "-XX:TieredStopAtLevel=1", "-Xshare:auto",
        LifeProgram::class.java.name,
        "$folder", "$registration", "$data", "$began", "$FACTOR", "$point", "$acknowledged",
    )

    @Test
    fun `a life that is killed at five points loses no snapshot and stores none twice`() {
        val began = System.currentTimeMillis()
        val points = Point.entries - Point.NEVER
        for (point in points) {
            val process = live(point, began, Long.MAX_VALUE)
            val line = process.inputStream.bufferedReader().readLine()
            assertEquals("at $point", line, log())
            // Whatever it would do without an answer, it does.
            Thread.sleep(500)
            process.destroyForcibly().waitFor()
        }
        val before = accounts().acknowledged
        val process = live(Point.NEVER, began, before + ENOUGH)
        val (word, acquired, acknowledged) =
            process.inputStream.bufferedReader().readLine().orEmpty().split(' ').also { assertEquals(3, it.size, log()) }
        assertEquals("lived", word)
        assertTrue(process.waitFor(10, SECONDS))

        // What the broker acknowledged may still be on its way to the service.
        val device = "snapshots ${LifeProgram.DEVICE}"
        val patience = System.nanoTime() + SECONDS.toNanos(10)
        while (ask("counts")["stored"].asLong() < acknowledged.toLong() && System.nanoTime() < patience) Thread.sleep(20)
        val rows = ask(device)["snapshots"].toList()
        val counts = ask("counts")
        val report = "$acquired acquired, $acknowledged acknowledged; the service: $counts"
        println("killed at ${points.joinToString()}: $report")

        // Nothing twice: neither a time nor a reading.
        val times = rows.map { it["snapshot"]["acquired"].asLong() }
        assertEquals(times.toSet().size, times.size)
        val readings = rows.map { it["snapshot"]["tfc"].decimalValue().intValueExact() }
        assertEquals(readings.toSet().size, readings.size)
        assertEquals(readings.sorted(), readings)
        // Nothing lost: all that was acquired is there.
        assertEquals(acquired.toInt(), rows.size, report)
        assertEquals(acquired, acknowledged, report)
        assertTrue(counts["duplicate"].asLong() > 0, "what was killed before its PUBACK came again: $report")
        for (none in listOf("conflicting", "refused", "unknown", "quarantined")) {
            assertEquals(0, counts[none].asLong(), "$none: $report")
        }
        // A reading that was lost was lost before it was stored: at most one by each kill.
        val read = Files.readAllLines(folder.resolve("ledger")).size
        assertTrue(read - acquired.toInt() in 0..points.size, "$read readings, $report")
        services.outputWriter().close()
        assertTrue(services.waitFor(10, SECONDS))
        assertEquals(0, services.exitValue())
    }

    private fun record(): ByteArray = Files.readAllBytes(folder.resolve("device.record"))

    private fun accounts() = OtaDevice.restore(record()).use { it.accounts }

    private fun log() = Files.list(folder).use { files ->
        files.filter { "$it".endsWith(".log") }.toList().joinToString("\n") { Files.readString(it) }
    }

    private companion object {
        val MOSQUITTO: Path = Path.of("/usr/sbin/mosquitto")

        /** A quarter in eight seconds. */
        const val FACTOR = 1_000_000L

        /** A quarter more. */
        const val ENOUGH = 30L
    }
}
