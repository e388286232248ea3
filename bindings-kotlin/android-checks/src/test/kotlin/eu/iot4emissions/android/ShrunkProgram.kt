package eu.iot4emissions.android

import eu.iot4emissions.DecodeException
import eu.iot4emissions.DeviceIdException
import eu.iot4emissions.device.FactoryConfiguration
import eu.iot4emissions.device.Input
import eu.iot4emissions.device.Now
import eu.iot4emissions.device.OtaDevice
import eu.iot4emissions.device.Output
import eu.iot4emissions.device.Provisioning
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.identity.DeviceSecret
import eu.iot4emissions.message.Decoder
import eu.iot4emissions.message.Endpoint
import eu.iot4emissions.schedule.Schedule
import java.time.Duration
import java.time.Instant

/** What [ShrunkCodeTest] has R8 shrink, and a JVM run. */
internal object ShrunkProgram {
    private val now = Now(Duration.ZERO, Instant.parse("2026-11-26T08:15:00Z"))

    @JvmStatic
    fun main(arguments: Array<String>) {
        println(DeviceId.of("7a6e9c1d-3b4f-4f7e-9a52-0c8d1e2f3a4b").text)
        try {
            DeviceId.of("a/b")
        } catch (refused: DeviceIdException) {
            println("${refused.code}: ${refused.message}")
        }
        decode()
        step()
    }

    /** By the hot path, and where that refuses, by the other one. */
    private fun decode() {
        for (value in listOf("295.9", "-1")) {
            val payload = """{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":$value}]}"""
            try {
                val transfer = Decoder().decodeTransfer(payload.toByteArray())
                println(transfer.snapshots.single().values.totalDistanceTravelled)
            } catch (refused: DecodeException) {
                println("${refused.code} at ${refused.path}")
            }
        }
    }

    /** From PreProvisioning to its first connection, and on from its record. */
    private fun step() {
        OtaDevice().use { device ->
            say(device.handle(now, Input.ProvisioningComplete(provisioning())))
            say(device.handle(now, Input.Persisted(512)))
            say(device.handle(now, Input.StatusQuery))
            println(device.status().state.text)
            OtaDevice.restore(checkNotNull(device.record())).use { println(it.status().state.text) }
        }
    }

    /** In words of the program's own: R8 gives classes other names. */
    private fun say(outputs: List<Output>) {
        for (output in outputs) println(output.toJson())
    }

    private fun provisioning(): Provisioning {
        val broker = Endpoint.of("broker.example", 8883)
        return Provisioning(
            DeviceId.of("test-unit"),
            DeviceSecret.of(ByteArray(16) { 7 }),
            FactoryConfiguration.of(broker, broker, listOf("broker.example"), Schedule.of("0 0 0 1 * ?")),
        )
    }
}
