package eu.iot4emissions.android

import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.nio.file.Path
import java.util.zip.ZipFile
import java.util.zip.ZipInputStream

/** The layout of the AAR that `aar.py` makes, around libraries with nothing in them. */
class AarTest {
    @TempDir
    lateinit var directory: Path

    private val aar: File get() = directory.resolve("x.aar").toFile()

    private fun library(abi: String): File =
        directory.resolve("jni/$abi/libiot4emissions_kotlin.so").toFile().apply { parentFile.mkdirs() }

    private fun make(): Ended {
        for (abi in ABIS) {
            if (!library(abi).exists()) library(abi).writeBytes(Elf.of(abi).bytes())
        }
        return makeOfWhatIsThere()
    }

    private fun makeOfWhatIsThere(): Ended = run(
        "python3", "../android/aar.py",
        "--classes", Classpath.jar("iot4emissions-kotlin").path,
        "--jni", directory.resolve("jni").toString(),
        "--output", aar.path,
    )

    @Test
    fun `an AAR has what Gradle looks for, at its place`() {
        assertEquals(Ended(0, ""), make())
        ZipFile(aar).use { zip ->
            val names = zip.entries().asSequence().map { it.name }.toList()
            assertEquals(
                listOf("AndroidManifest.xml", "classes.jar") +
                    ABIS.map { "jni/$it/libiot4emissions_kotlin.so" } +
                    listOf("proguard.txt", "R.txt"),
                names,
            )
            fun text(name: String) = zip.getInputStream(zip.getEntry(name)).reader().readText()
            assertTrue("android:minSdkVersion=\"28\"" in text("AndroidManifest.xml"))
            assertTrue("package=\"eu.iot4emissions\"" in text("AndroidManifest.xml"))
            assertEquals(File("../android/consumer-rules.pro").readText(), text("proguard.txt"))
            assertEquals("", text("R.txt"))
        }
    }

    @Test
    fun `its classes are the library's, without the desktops' native libraries`() {
        make()
        val inside = ZipFile(aar).use { zip ->
            ZipInputStream(zip.getInputStream(zip.getEntry("classes.jar"))).use { jar ->
                generateSequence { jar.nextEntry }.map { it.name }.toSet()
            }
        }
        val classes = ZipFile(Classpath.jar("iot4emissions-kotlin")).use { jar ->
            jar.entries().asSequence().map { it.name }.filter { it.endsWith(".class") }.toSet()
        }
        assertEquals(classes, inside.filter { it.endsWith(".class") }.toSet())
        assertTrue("eu/iot4emissions/identity/DeviceId.class" in inside)
        assertTrue(inside.any { it.endsWith(".kotlin_module") })
        assertFalse(inside.any { it.endsWith(".so") }, "$inside")
    }

    @Test
    fun `the same inputs give the same bytes`() {
        make()
        val first = aar.readBytes()
        make()
        assertArrayEquals(first, aar.readBytes())
    }

    @Test
    fun `what Android would not load goes into no AAR`() {
        val path = library("arm64-v8a").path
        fun refused(bytes: ByteArray): String {
            library("arm64-v8a").writeBytes(bytes)
            val made = make()
            assertEquals(1, made.code)
            assertFalse(aar.exists())
            return made.said
        }
        assertEquals(
            "$path: expected LOAD segments aligned to 16384, found 4096\n",
            refused(Elf.of("arm64-v8a", align = 4096).bytes()),
        )
        assertEquals(
            "$path: expected a library for arm64-v8a, found one of 64 bits for machine 62\n",
            refused(Elf.of("x86_64").bytes()),
        )
        assertEquals("$path: expected an ELF file, found another\n", refused(ByteArray(0)))
    }

    @Test
    fun `Linux's own library is not Android's`() {
        val linux = File(System.getProperty("library.classes"), "linux-x86-64/libiot4emissions_kotlin.so")
        assumeTrue(linux.exists(), "built elsewhere than on x86-64 Linux")
        linux.copyTo(library("x86_64"))
        val made = make()
        assertEquals(1, made.code)
        assertTrue("expected a need of libc.so, libdl.so, liblog.so, libm.so alone, found " in made.said, made.said)
    }

    @Test
    fun `no ABI is left out`() {
        library("arm64-v8a").writeBytes(Elf.of("arm64-v8a").bytes())
        assertEquals(
            Ended(1, "expected ${library("armeabi-v7a").path}, found no such file\n"),
            makeOfWhatIsThere(),
        )
    }

    private companion object {
        val ABIS = listOf("arm64-v8a", "armeabi-v7a", "x86_64")
    }
}
