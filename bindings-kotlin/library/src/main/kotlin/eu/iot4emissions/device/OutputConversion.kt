package eu.iot4emissions.device

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.delivery.toFacade
import eu.iot4emissions.delivery.toInternal
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.TopicParts
import eu.iot4emissions.message.toFacade
import eu.iot4emissions.message.toInternal
import eu.iot4emissions.topic.Topic
import eu.iot4emissions.topic.toFacade
import eu.iot4emissions.topic.toInternal
import java.time.Duration
import java.time.Instant
import eu.iot4emissions.internal.Output as Asked

internal fun Output.toInternal(): Asked = when (this) {
    Output.Persist -> Asked.Persist
    is Output.ReadVehicle -> Asked.ReadVehicle(u32(request))
    is Output.Connect ->
        Asked.Connect(u32(connection), broker.toInternal(), endpoint.toInternal(), device.text)
    is Output.Subscribe -> Asked.Subscribe(u32(connection), topic.toInternal())
    is Output.Publish ->
        Asked.Publish(u32(connection), u32(publish), topic.toInternal(), payload.text())
    is Output.Disconnect -> Asked.Disconnect(u32(connection))
    is Output.Acquire -> Asked.Acquire(u32(request))
    is Output.Notify -> Asked.Notify(event.toInternal())
    is Output.Status -> Asked.Status(status.toInternal())
    Output.Restart -> Asked.Restart
    is Output.Wait -> Asked.Wait(toInternal())
}

internal fun Asked.toFacade(): Output = when (this) {
    Asked.Persist -> Output.Persist
    is Asked.ReadVehicle -> Output.ReadVehicle(request.toLong())
    is Asked.Connect -> Output.Connect(
        connection.toLong(), broker.toFacade(), endpoint.toFacade(), DeviceId(device),
    )
    is Asked.Subscribe -> Output.Subscribe(connection.toLong(), topic.toFacade())
    is Asked.Publish -> Output.Publish(
        connection.toLong(), publish.toLong(), topic.toFacade(), Payload.of(payload),
    )
    is Asked.Disconnect -> Output.Disconnect(connection.toLong())
    is Asked.Acquire -> Output.Acquire(request.toLong())
    is Asked.Notify -> Output.Notify(v1.toFacade())
    is Asked.Status -> Output.Status(v1.toFacade())
    Asked.Restart -> Output.Restart
    is Asked.Wait -> v1.toFacade()
}

internal fun Output.Wait.toInternal() =
    eu.iot4emissions.internal.Wait(timeout?.millis(), alarm?.millis())

/** The last times that [Now] can have: to wake earlier than asked is always right. */
internal fun eu.iot4emissions.internal.Wait.toFacade() = Output.Wait(
    timeout?.let { Duration.ofMillis(it.within()) },
    alarm?.let { Instant.ofEpochMilli(it.within()) },
)

private fun ULong.within(): Long = minOf(this, Long.MAX_VALUE.toULong()).toLong()

private fun TopicParts.toFacade() = Topic(kind.toFacade(), DeviceId(device))

private fun Payload.text(): String = try {
    bytes().decodeToString(throwOnInvalidSequence = true)
} catch (_: CharacterCodingException) {
    throw JsonFormException("expected a payload in UTF-8, found other bytes", "/publish/payload")
}
