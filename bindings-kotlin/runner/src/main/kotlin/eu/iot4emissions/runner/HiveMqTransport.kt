package eu.iot4emissions.runner

import com.hivemq.client.mqtt.MqttClient
import com.hivemq.client.mqtt.MqttClientSslConfig
import com.hivemq.client.mqtt.MqttGlobalPublishFilter
import com.hivemq.client.mqtt.datatypes.MqttQos
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish
import eu.iot4emissions.device.DisconnectReason
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.message.Endpoint
import java.security.GeneralSecurityException
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit.MILLISECONDS
import javax.net.ssl.KeyManagerFactory
import kotlin.coroutines.cancellation.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/**
 * MQTT over the HiveMQ client. Each connection is a client of its own, which never connects again
 * by itself, so that nothing of an earlier connection can be taken for news of the present one.
 *
 * @param identity the device's certificates and whom it trusts; the broker's host name, or its IP
 *   address, has to stand in its certificate
 * @param timeout how long TCP, TLS and CONNACK may take together. The device has a time-out of its
 *   own, which ends an attempt earlier (P-6.3)
 */
public class HiveMqTransport @JvmOverloads constructor(
    private val identity: TlsIdentity,
    private val timeout: Duration = Duration.ofSeconds(60),
) : MqttTransport {
    override suspend fun connect(endpoint: Endpoint, device: DeviceId): MqttConnection {
        val keys = try {
            identity.keyManagers(device)
        } catch (error: GeneralSecurityException) {
            throw ConnectionException(DisconnectReason.Tls, error)
        } ?: throw ConnectionException(
            DisconnectReason.Tls,
            IllegalStateException("expected a key whose certificate has the common name $device"),
        )
        val connection = HiveMqConnection(client(endpoint, device, keys))
        connection.open()
        return connection
    }

    private fun client(
        endpoint: Endpoint,
        device: DeviceId,
        keys: KeyManagerFactory,
    ): (HiveMqConnection) -> Mqtt3AsyncClient = { connection ->
        MqttClient.builder().useMqttVersion3()
            .identifier(device.text)
            .serverHost(endpoint.host)
            .serverPort(endpoint.port)
            .transportConfig()
            .socketConnectTimeout(timeout.toMillis(), MILLISECONDS)
            .mqttConnectTimeout(timeout.toMillis(), MILLISECONDS)
            .sslConfig(
                MqttClientSslConfig.builder()
                    .keyManagerFactory(keys)
                    .trustManagerFactory(identity.trustManagers())
                    // Earlier versions show the device's certificate, and with it its ID (P-3.10).
                    .protocols(listOf("TLSv1.3"))
                    .handshakeTimeout(timeout.toMillis(), MILLISECONDS)
                    // Without a verifier of its own the client has TLS check the host's name.
                    .hostnameVerifier(null)
                    .build(),
            )
            .applyTransportConfig()
            .addDisconnectedListener { connection.ended(it.cause) }
            .buildAsync()
    }
}

/** One connection of a client. */
@OptIn(ExperimentalCoroutinesApi::class)
private class HiveMqConnection(client: (HiveMqConnection) -> Mqtt3AsyncClient) : MqttConnection {
    private val client = client(this)

    /** A broker has one or two retained messages for a device; with more than this it floods it. */
    private val arrived = Channel<Mqtt3Publish>(capacity = 256)

    /** Why the connection ended; the client does not end all that waits for it. */
    private val end = CompletableDeferred<ConnectionException>()

    @Volatile
    private var asked = false

    override val messages: Flow<IncomingMessage> = flow {
        for (message in arrived) {
            message.acknowledge()
            emit(IncomingMessage("${message.topic}", message.payloadAsBytes, message.isRetain))
        }
    }

    suspend fun open() {
        client.publishes(MqttGlobalPublishFilter.ALL, { if (arrived.trySend(it).isFailure) flooded() }, true)
        val connecting = client.connectWith().cleanSession(true).keepAlive(KEEP_ALIVE_SECONDS).send()
        try {
            connecting.awaited()
        } catch (cancelled: CancellationException) {
            // It may still succeed; nobody wants it any more.
            connecting.whenComplete { _, error -> if (error == null) client.disconnect() }
            throw cancelled
        }
    }

    override suspend fun subscribe(topic: String): Boolean = try {
        val asking = client.subscribeWith().topicFilter(topic).qos(MqttQos.AT_LEAST_ONCE).send()
        !asking.awaited().returnCodes.any { it.isError }
    } catch (_: Mqtt3SubAckException) {
        false
    }

    override suspend fun publish(topic: String, payload: ByteArray) {
        client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE).payload(payload).send().awaited()
    }

    override suspend fun disconnect() {
        asked = true
        try {
            client.disconnect().awaited()
        } catch (_: ConnectionException) {
            // There is nothing left to close.
        }
        arrived.close()
    }

    fun ended(cause: Throwable) {
        val why = ConnectionException(reason(cause), cause)
        arrived.close(why.takeUnless { asked })
        end.complete(why)
    }

    private fun flooded() {
        if (arrived.close(ConnectionException(DisconnectReason.Protocol))) client.disconnect()
    }

    /** The future's value, or why there is none in the device's words. */
    private suspend fun <T> CompletableFuture<T>.awaited(): T {
        val result = CompletableDeferred<T>()
        whenComplete { value, error ->
            when (error) {
                null -> result.complete(value)
                is Mqtt3SubAckException -> result.completeExceptionally(error)
                else -> result.completeExceptionally(ConnectionException(reason(error), error))
            }
        }
        val ending = end.invokeOnCompletion { result.completeExceptionally(end.getCompleted()) }
        try {
            return result.await()
        } finally {
            ending.dispose()
        }
    }

    private companion object {
        /** P-3.9. */
        const val KEEP_ALIVE_SECONDS = 60
    }
}
