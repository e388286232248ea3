package eu.iot4emissions.kafka.broker

import java.io.File
import java.nio.file.Path
import java.util.Properties
import java.util.concurrent.TimeUnit
import java.util.jar.JarEntry
import java.util.jar.JarOutputStream
import kotlin.io.path.copyTo
import kotlin.io.path.createDirectories
import kotlin.io.path.isDirectory
import kotlin.io.path.name
import kotlin.io.path.outputStream
import kotlin.io.path.readText

/**
 * A standalone worker of Kafka Connect in a process of its own. Our plugin is on its `plugin.path`
 * alone, with what it needs, as in an installation; the worker has to find it by its manifest.
 */
class Worker(servers: String, private val folder: Path, connectors: List<Properties>) : AutoCloseable {
    private val process: Process

    init {
        val classPath = System.getProperty("java.class.path").split(File.pathSeparator).map(Path::of)
        val ours = classPath.filter { path -> OURS.any { it in "$path" } }
        check(ours.size == OURS.size) { "expected one of each of $OURS, found $ours" }
        val tests = classPath.filter { it.name == "test-classes" || FILE in "$it" }
        val plugins = folder.resolve("plugins")
        ours.forEachIndexed { index, path -> path.pack(plugins.resolve("iot4emissions/$index.jar")) }
        classPath.single { FILE in "$it" }.pack(plugins.resolve("file/file.jar"))

        val moved = folder.resolve("moved.jar")
        tests.single { it.isDirectory() }.pack(moved) { it.name == "AppInfoParser.class" }

        val settings = Properties()
        settings["bootstrap.servers"] = servers
        settings["listeners"] = "http://127.0.0.1:${freePorts(1).single()}"
        settings["plugin.path"] = "$plugins"
        settings["plugin.discovery"] = "service_load"
        settings["offset.storage.file.filename"] = "${folder.resolve("offsets")}"
        settings["offset.flush.interval.ms"] = "500"
        // The plugins' own converters are set for each connector.
        settings["key.converter"] = "org.apache.kafka.connect.storage.StringConverter"
        settings["value.converter"] = "org.apache.kafka.connect.json.JsonConverter"
        settings["consumer.auto.offset.reset"] = "earliest"
        val files = (listOf("worker" to settings) + connectors.map { "${it["name"]}" to it })
            .map { (name, properties) -> store(name, properties) }
        process = ProcessBuilder(
            listOf(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.timezone=UTC",
                "-cp",
                (classPath - ours.toSet() - tests.toSet() + listOf(moved)).joinToString(File.pathSeparator),
                "org.apache.kafka.connect.cli.ConnectStandalone",
            ) + files,
        ).redirectErrorStream(true).redirectOutput(folder.resolve("worker.log").toFile()).start()
    }

    /** All that the worker has logged. */
    val log: String get() = folder.resolve("worker.log").readText()

    val isAlive: Boolean get() = process.isAlive

    override fun close() {
        process.destroy()
        try {
            process.waitFor(10, TimeUnit.SECONDS)
        } finally {
            process.destroyForcibly()
        }
    }

    private fun store(name: String, properties: Properties): String {
        val file = folder.resolve("$name.properties")
        file.outputStream().use { properties.store(it, null) }
        return "$file"
    }

    private fun Path.pack(jar: Path, which: (File) -> Boolean = File::isFile) {
        jar.parent.createDirectories()
        if (!isDirectory()) {
            copyTo(jar)
            return
        }
        JarOutputStream(jar.outputStream()).use { out ->
            toFile().walk().filter(which).forEach { file ->
                out.putNextEntry(JarEntry(file.relativeTo(toFile()).invariantSeparatorsPath))
                file.inputStream().use { it.copyTo(out) }
                out.closeEntry()
            }
        }
    }

    private companion object {
        const val FILE = "connect-file"
        val OURS = listOf("kafka/target/classes", "library/target/", "kotlin-stdlib", "net/java/dev/jna")
    }
}
