package eu.iot4emissions.android

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.util.zip.ZipFile

/**
 * The example app as `apk.py` makes and signs it: `target/android-automotive.apk`. Its libraries
 * are JNA's own, and those that `../android/native.sh` made, if somebody has run it.
 */
class ApkTest {
    private val app = File("../../examples/android-automotive")
    private val built = File(System.getProperty("built"))
    private val apk = File(built, "android-automotive.apk")

    @Test
    fun `the app is shrunk, packed and signed`() {
        val jna = unpackedJna()
        val ours = File("../android/src/main/jniLibs").takeIf(File::exists)
        val command = mutableListOf(
            "python3", "$app/apk.py",
            "--resources", "$app/target/android/resources.apk",
            "--classes", Classpath.shipped.joinToString(":"),
            "--android", Classpath.jar("android-all").path,
            "--java", System.getProperty("java.home"),
            "--r8", Classpath.jar("r8").path,
            "--key", File(built, "trying-out.keystore").path,
            "--output", apk.path,
        )
        for (rules in listOf("../android/consumer-rules.pro", "$app/target/android/rules.pro", "$app/proguard-rules.pro")) {
            command += listOf("--rules", rules)
        }
        for (jni in listOfNotNull(jna, ours)) command += listOf("--jni", jni.path)
        val made = run(*command.toTypedArray())
        assertEquals(0, made.code, made.said)
        assertTrue("Verified using v3 scheme (APK Signature Scheme v3): true" in made.said, made.said)

        val aligned = run("python3", "../android/elf.py", apk.path)
        assertEquals(0, aligned.code, aligned.said)
        looksRight()
    }

    private fun looksRight() {
        val badging = run("aapt", "dump", "badging", apk.path).said
        for (expected in listOf(
            "package: name='eu.iot4emissions.automotive'",
            "sdkVersion:'28'",
            "targetSdkVersion:'35'",
            "launchable-activity: name='eu.iot4emissions.automotive.MainActivity'",
            "uses-feature: name='android.hardware.type.automotive'",
        )) {
            assertTrue(expected in badging, "$expected is missing in\n$badging")
        }
        val names = ZipFile(apk).use { zip -> zip.entries().asSequence().map { it.name }.toList() }
        assertEquals(listOf("classes.dex"), names.filter { it.endsWith(".dex") })
        assertEquals(
            ABIS.map { "lib/$it/libjnidispatch.so" },
            names.filter { it.endsWith("libjnidispatch.so") }.sorted(),
        )
        assertTrue(names.none { it.endsWith(".so") && !it.startsWith("lib/") }, "$names")
        val dex = ZipFile(apk).use { zip -> zip.getInputStream(zip.getEntry("classes.dex")).readBytes() }
        val code = String(dex, Charsets.ISO_8859_1)
        for (kept in listOf("automotive/MainActivity", "automotive/DeviceService", "automotive/BootReceiver")) {
            assertTrue("Leu/iot4emissions/$kept;" in code, kept)
        }
    }

    private fun unpackedJna(): File {
        val aar = File(System.getProperty("jna.aar"))
        val folder = File(built, "jna")
        ZipFile(aar).use { zip ->
            for (abi in ABIS) {
                val to = File(folder, "$abi/libjnidispatch.so").apply { parentFile.mkdirs() }
                val entry = checkNotNull(zip.getEntry("jni/$abi/libjnidispatch.so"))
                zip.getInputStream(entry).use { from -> to.outputStream().use(from::copyTo) }
            }
        }
        return folder
    }

    private companion object {
        val ABIS = listOf("arm64-v8a", "armeabi-v7a", "x86_64")
    }
}
