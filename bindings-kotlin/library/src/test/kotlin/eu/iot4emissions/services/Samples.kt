package eu.iot4emissions.services

import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.message.Endpoint
import eu.iot4emissions.schedule.Schedule
import eu.iot4emissions.services.call.Answer
import eu.iot4emissions.services.call.Call
import eu.iot4emissions.services.call.CallContent
import eu.iot4emissions.services.call.Sequence
import eu.iot4emissions.services.data.ConfigurationParameters
import eu.iot4emissions.services.data.DeviceEntry
import eu.iot4emissions.services.data.DeviceRecord
import eu.iot4emissions.services.data.answer
import eu.iot4emissions.services.registration.VehicleRecord
import eu.iot4emissions.vehicle.VehicleInfo
import eu.iot4emissions.vehicle.Vin
import org.junit.jupiter.api.Assertions.assertEquals
import java.time.Instant

/** What the tests of both services begin with. */
internal object Samples {
    const val VIN = "JFXHF05K1L4104934"
    val now: Instant = Instant.parse("2021-06-01T00:00:00Z")
    val device = DeviceId.of("d1")
    val other = DeviceId.of("9a7d21e7")
    val vehicle = VehicleRecord.of(Vin.of(VIN))
    val payload = """{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}""".toByteArray()
    val parameters = parameters("0 0 0 1 1/3 ? *")
    val introduction = CallContent.Introduced(VehicleInfo.EMPTY)

    fun parameters(transfer: String): ConfigurationParameters {
        val broker = Endpoint.of("data.example.eu", 8883)
        return ConfigurationParameters.of(
            broker, broker, Schedule.of("0 0 0 1 * ? *"), Schedule.of(transfer),
            Schedule.of("0 0 6 ? * SUN"), 7,
        )
    }

    fun call(number: Long, content: CallContent) = Call(device, Sequence.of(number), content)

    fun told(record: DeviceRecord?, call: Call): DeviceRecord {
        val entry = record?.let { DeviceEntry.Introduced(it) }
        val (after, answer) = answer(entry, call, parameters, now)
        assertEquals(Answer.Applied, answer)
        return after!!.deviceRecord!!
    }

    fun introduced(): DeviceRecord = told(null, call(1, introduction))

    fun cleared(): DeviceRecord = told(introduced(), call(2, CallContent.Cleared()))
}
