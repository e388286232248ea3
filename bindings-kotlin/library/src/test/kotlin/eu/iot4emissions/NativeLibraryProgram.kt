package eu.iot4emissions

import eu.iot4emissions.identity.DeviceId

/** Calls the native library twice, and says how that was refused. */
fun main() {
    repeat(2) {
        try {
            DeviceId.of("vehicle-7")
            println("accepted")
        } catch (refused: NativeLibraryException) {
            println(refused.message.orEmpty().lines().first())
        }
    }
}
