package eu.iot4emissions.runner

import eu.iot4emissions.delivery.BrokerRole
import eu.iot4emissions.device.DisconnectReason
import eu.iot4emissions.device.Input
import eu.iot4emissions.device.Output
import eu.iot4emissions.device.Payload
import eu.iot4emissions.device.ReasonCode
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull

/**
 * One connection of the device, from the attempt to its end. It tells the device what happens.
 *
 * @property connection its number
 */
@OptIn(ExperimentalCoroutinesApi::class)
internal class Link(
    private val parts: Parts,
    private val scope: CoroutineScope,
    connect: Output.Connect,
    private val say: suspend (Input) -> Unit,
) {
    val connection: Long = connect.connection
    private val broker: BrokerRole = connect.broker
    private val opened = CompletableDeferred<MqttConnection>()
    private val living: Job = scope.launch { live(connect) }

    private suspend fun live(connect: Output.Connect) {
        try {
            val open = parts.transport.connect(connect.endpoint, connect.device)
            opened.complete(open)
            say(Input.Connected(connection))
            open.messages.collect {
                say(Input.Message(connection, it.topic, Payload.of(it.payload), it.retain))
            }
            // Closed, as it was asked to be.
            say(Input.Disconnected(connection, DisconnectReason.Closed))
        } catch (cancelled: CancellationException) {
            throw cancelled
        } catch (@Suppress("TooGenericExceptionCaught") error: Exception) {
            failed(error)
        }
    }

    /** A transport that throws anything else than it should is one that does not work. */
    private suspend fun failed(error: Exception) {
        val failure = error as? ConnectionException ?: ConnectionException(DisconnectReason.Closed, error)
        parts.onFailure(RunnerFailure.NotConnected(broker, failure))
        say(Input.Disconnected(connection, failure.reason))
    }

    fun subscribe(output: Output.Subscribe) = withConnection { open ->
        val accepted = open.subscribe(output.topic.text)
        say(if (accepted) Input.Subscribed(connection) else Input.SubscribeRefused(connection, REFUSED))
    }

    fun publish(output: Output.Publish) = withConnection { open ->
        open.publish(output.topic.text, output.payload.toByteArray())
        say(Input.PublishAcknowledged(connection, output.publish))
    }

    /** Undispatched: what is called first is sent first. */
    private fun withConnection(use: suspend (MqttConnection) -> Unit) {
        scope.launch(start = UNDISPATCHED) {
            try {
                use(opened.await())
            } catch (_: ConnectionException) {
                // It is said once, by the one that lives with the connection.
            } catch (cancelled: CancellationException) {
                throw cancelled
            } catch (@Suppress("TooGenericExceptionCaught") error: Exception) {
                failed(error)
            }
        }
    }

    /** Says DISCONNECT; what arrives until then is still told (P-6.5). */
    fun close() {
        scope.launch { closeAndJoin() }
    }

    /** The same, and returns when it is done. */
    suspend fun closeAndJoin() {
        if (opened.isCompleted) {
            withTimeoutOrNull(FAREWELL_MILLIS) {
                opened.getCompleted().disconnect()
                living.join()
            }
        }
        living.cancel()
    }

    private companion object {
        /** MQTT 3.1.1 knows one reason. */
        val REFUSED = ReasonCode(0x80)

        const val FAREWELL_MILLIS = 5_000L
    }
}
