package eu.iot4emissions.android

import java.io.File

/** How a program ended, and what it said on both its outputs. */
internal data class Ended(val code: Int, val said: String)

/** Runs a program to its end, with nothing to read. */
internal fun run(vararg command: String, directory: File = File(".")): Ended {
    val process = ProcessBuilder(*command)
        .directory(directory)
        .redirectErrorStream(true)
        .start()
    process.outputStream.close()
    val said = process.inputStream.bufferedReader().readText()
    return Ended(process.waitFor(), said)
}
