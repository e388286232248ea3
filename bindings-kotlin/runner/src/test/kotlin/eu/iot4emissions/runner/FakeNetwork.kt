package eu.iot4emissions.runner

import eu.iot4emissions.device.DisconnectReason
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.message.Endpoint
import eu.iot4emissions.obfcm.Snapshot
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.receiveAsFlow

/** Both brokers and both services by direct calls: all devices are registered and Operational. */
internal class FakeNetwork(private val log: (String) -> Unit = {}) : MqttTransport {
    val endpoint: Endpoint = Endpoint.of("broker.example", 8883)
    val stored = ConcurrentHashMap<DeviceId, CopyOnWriteArrayList<Snapshot>>()
    val registered: MutableSet<DeviceId> = ConcurrentHashMap.newKeySet()

    @Volatile
    var configuration = configuration(endpoint)

    @Volatile
    var open = 0

    /** May wait or throw before a PUBACK. */
    @Volatile
    var beforePuback: suspend (topic: String) -> Unit = {}

    override suspend fun connect(endpoint: Endpoint, device: DeviceId): MqttConnection {
        log("connect")
        open += 1
        return Connection(device)
    }

    private inner class Connection(private val device: DeviceId) : MqttConnection {
        private val arrived = Channel<IncomingMessage>(Channel.UNLIMITED)
        override val messages: Flow<IncomingMessage> = arrived.receiveAsFlow()

        override suspend fun subscribe(topic: String): Boolean {
            log("subscribe")
            if ("configServer" in topic) arrived.send(IncomingMessage(topic, configuration.toByteArray(), true))
            return true
        }

        override suspend fun publish(topic: String, payload: ByteArray) {
            log("publish")
            beforePuback(topic)
            if ("registerDevice" in topic) {
                registered += device
                val status = topic.replace("registerDevice", "registerServer")
                arrived.send(IncomingMessage(status, REGISTERED.toByteArray(), false))
            } else {
                stored.computeIfAbsent(device) { CopyOnWriteArrayList() } += snapshots(payload)
            }
        }

        override suspend fun disconnect() {
            log("disconnect")
            open -= 1
            arrived.close()
        }
    }

    companion object {
        val LOST = ConnectionException(DisconnectReason.Closed)
    }
}
