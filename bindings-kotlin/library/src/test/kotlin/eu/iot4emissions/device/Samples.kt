package eu.iot4emissions.device

import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.identity.DeviceSecret
import eu.iot4emissions.message.Configuration
import eu.iot4emissions.message.ConfigurationStatus
import eu.iot4emissions.message.ConfiguredState
import eu.iot4emissions.message.Endpoint
import eu.iot4emissions.message.Message
import eu.iot4emissions.message.RegistrationRequest
import eu.iot4emissions.message.RegistrationStatus
import eu.iot4emissions.obfcm.Values
import eu.iot4emissions.schedule.Schedule
import eu.iot4emissions.topic.Topic
import eu.iot4emissions.topic.TopicKind
import eu.iot4emissions.vehicle.VehicleInfo
import eu.iot4emissions.vehicle.Vin
import java.time.Duration
import java.time.Instant

const val VIN = "JFXHF05K1L4104934"

val BEGIN: Instant = Instant.parse("2026-01-01T00:00:00Z")

fun now(seconds: Long = 0): Now =
    Now(Duration.ofSeconds(seconds), BEGIN.plusSeconds(seconds))

fun provisioning(id: String = "vehicle-7", settings: Settings = Settings.DEFAULT) = Provisioning(
    DeviceId.of(id),
    DeviceSecret.fromHex("000102030405060708090a0b0c0d0e0f"),
    FactoryConfiguration.of(
        Endpoint.of("registration.example.eu", 8883),
        Endpoint.of("data.example.eu", 8883),
        listOf("example.eu"),
        Schedule.of("0 0 3 * * ?"),
        settings,
    ),
)

val VEHICLE = RegistrationRequest(Vin.of(VIN), VehicleInfo(manufacturer = "FIAT GROUP"))

private val OPERATIONAL = ConfigurationStatus(
    ConfiguredState.OPERATIONAL,
    Configuration.of(
        Endpoint.of("registration.example.eu", 8883),
        Endpoint.of("data.example.eu", 8883),
        Schedule.of("0 0 * * * ?"),
        Schedule.of("0 30 * * * ?"),
        Schedule.of("0 0 3 * * ?"),
        1,
    ),
)

/** A driver with a vehicle and both services at hand: it does what it is asked for, at once. */
class Driver(val device: OtaDevice, var seconds: Long = 0) {
    var disk: ByteArray? = null
    val done = mutableListOf<Output>()

    /** Says what happened, carries out all that follows, and gives the last output: a wait. */
    fun say(input: Input): Output.Wait {
        val inputs = ArrayDeque(listOf(input))
        var wait: Output.Wait? = null
        while (inputs.isNotEmpty()) {
            for (output in device.handle(now(seconds), inputs.removeFirst())) {
                done += output
                inputs += answers(output)
                wait = output as? Output.Wait
            }
        }
        return checkNotNull(wait)
    }

    private fun answers(output: Output): List<Input> = when (output) {
        is Output.Persist -> {
            disk = device.record()
            listOf(Input.Persisted(disk?.size?.toLong() ?: 0))
        }
        is Output.ReadVehicle -> listOf(Input.VehicleRead(output.request, VEHICLE))
        is Output.Connect -> listOf(Input.Connected(output.connection))
        is Output.Subscribe -> listOf(Input.Subscribed(output.connection)) + retained(output)
        is Output.Publish -> buildList {
            add(Input.PublishAcknowledged(output.connection, output.publish))
            if (output.topic.kind == TopicKind.REGISTER_DEVICE) {
                val topic = Topic(TopicKind.REGISTER_SERVER, output.topic.device)
                add(message(output.connection, topic, RegistrationStatus.Registered, false))
            }
        }
        is Output.Acquire ->
            listOf(Input.Acquired(output.request, Values(totalFuelConsumed = "1000.1".toBigDecimal())))
        is Output.Disconnect, is Output.Notify, is Output.Status, is Output.Restart,
        is Output.Wait,
        -> emptyList()
    }

    private fun retained(output: Output.Subscribe): List<Input> =
        if (output.topic.kind == TopicKind.CONFIG_SERVER) {
            listOf(message(output.connection, output.topic, OPERATIONAL, true))
        } else {
            emptyList()
        }

    private fun message(connection: Long, topic: Topic, message: Message, retain: Boolean) =
        Input.Message(connection, topic.text, Payload.of(message.encode()), retain)

    /** Lets the time come that the device waits for, `times` times. */
    fun goOn(times: Int, from: Output.Wait) {
        var wait = from
        repeat(times) {
            val length = wait.durationFrom(now(seconds)) ?: return
            seconds += length.seconds + 1
            wait = say(Input.Wake)
        }
    }
}
