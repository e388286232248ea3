package eu.iot4emissions.android

import com.android.tools.r8.CompilationMode
import com.android.tools.r8.JdkClassFileProvider
import com.android.tools.r8.OutputMode
import com.android.tools.r8.R8
import com.android.tools.r8.R8Command
import com.android.tools.r8.origin.Origin
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.nio.file.Path
import java.util.jar.JarEntry
import java.util.jar.JarOutputStream
import java.util.zip.ZipFile

/** The consumer rules leave what the native side needs, and let R8 take the rest. */
class ShrunkCodeTest {
    @TempDir
    lateinit var directory: Path

    private val javaHome: Path = Path.of(System.getProperty("java.home"))

    @Test
    fun `a shrunk program says what the whole one says`() {
        val program = jarOfProgram()
        val whole = runMain(listOf(program) + libraries)
        assertEquals(0, whole.code, whole.said)

        val shrunk = shrink(program)
        assertEquals(whole, runMain(listOf(shrunk)))
        val before = (libraries + program).sumOf(::classes)
        val left = classes(shrunk)
        assertTrue(left < before / 3, "$left classes of $before are left")
    }

    private val libraries =
        listOf("iot4emissions-kotlin", "jna", "kotlin-stdlib").map(Classpath::jar)

    private fun classes(jar: File): Int =
        ZipFile(jar).use { zip -> zip.entries().asSequence().count { it.name.endsWith(".class") } }

    private fun jarOfProgram(): File {
        val name = ShrunkProgram::class.java.name.replace('.', '/') + ".class"
        val jar = directory.resolve("program.jar").toFile()
        JarOutputStream(jar.outputStream()).use { out ->
            out.putNextEntry(JarEntry(name))
            ShrunkProgram::class.java.classLoader.getResourceAsStream(name)!!.copyTo(out)
        }
        return jar
    }

    private fun shrink(program: File): File {
        val shrunk = directory.resolve("shrunk.jar")
        val main = ShrunkProgram::class.java.name
        R8.run(
            R8Command.builder()
                .addProgramFiles((listOf(program) + libraries).map(File::toPath))
                .addLibraryResourceProvider(JdkClassFileProvider.fromJdkHome(javaHome))
                .setMode(CompilationMode.RELEASE)
                .addProguardConfigurationFiles(Path.of("../android/consumer-rules.pro"))
                .addProguardConfiguration(
                    listOf("-keep class $main { public static void main(java.lang.String[]); }"),
                    Origin.unknown(),
                )
                .setOutput(shrunk, OutputMode.ClassFile)
                .build(),
        )
        return shrunk.toFile()
    }

    private fun runMain(jars: List<File>): Ended = run(
        javaHome.resolve("bin/java").toString(),
        "-cp",
        jars.joinToString(File.pathSeparator),
        ShrunkProgram::class.java.name,
    )
}
