package eu.iot4emissions.android

import java.io.File

/** The JARs of this test's class path. */
internal object Classpath {
    private val entries = System.getProperty("java.class.path").split(File.pathSeparator).map(::File)

    /** The JAR of this artifact. */
    fun jar(artifact: String): File =
        entries.single { it.extension == "jar" && it.name.matches(Regex("$artifact-\\d.*")) }

    /** What an app ships: everything that is neither Android nor a tool of the tests. */
    val shipped: List<File>
        get() = entries.filter { file ->
            file.extension == "jar" && TOOLS.none { file.name.startsWith("$it-") }
        }

    private val TOOLS = listOf(
        "android-all",
        "apiguardian",
        "jspecify",
        "junit",
        "opentest4j",
        "r8",
        "surefire",
    )
}
