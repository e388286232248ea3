package eu.iot4emissions.automotive

import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.message.Endpoint
import eu.iot4emissions.runner.IncomingMessage
import eu.iot4emissions.runner.MqttConnection
import eu.iot4emissions.runner.MqttTransport
import java.util.concurrent.CopyOnWriteArrayList
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.receiveAsFlow

/** Both brokers and both services by direct calls: the device is registered, and then Operational. */
internal class FakeNetwork : MqttTransport {
    /** The payloads of the Data Transfers. */
    val transfers = CopyOnWriteArrayList<String>()

    /** Completed, where brokers answer at all. */
    @Volatile
    var answers: CompletableDeferred<Unit> = CompletableDeferred(Unit)

    override suspend fun connect(endpoint: Endpoint, device: DeviceId): MqttConnection {
        answers.await()
        return Connection()
    }

    private inner class Connection : MqttConnection {
        private val arrived = Channel<IncomingMessage>(Channel.UNLIMITED)
        override val messages: Flow<IncomingMessage> = arrived.receiveAsFlow()

        override suspend fun subscribe(topic: String): Boolean {
            if ("configServer" in topic) arrived.send(IncomingMessage(topic, CONFIGURATION.toByteArray(), true))
            return true
        }

        override suspend fun publish(topic: String, payload: ByteArray) {
            if ("registerDevice" in topic) {
                val status = topic.replace("registerDevice", "registerServer")
                arrived.send(IncomingMessage(status, REGISTERED.toByteArray(), false))
            } else {
                transfers += payload.decodeToString()
            }
        }

        override suspend fun disconnect() {
            arrived.close()
        }
    }

    companion object {
        const val HOST = "broker.example"
        private const val REGISTERED = """{"deviceState":"registered"}"""
        private const val ENDPOINT = """{"endpoint":"$HOST","port":8883,"protocol":"mqtts"}"""
        private const val CONFIGURATION =
            """{"deviceState":"operational","configuration":{"registrationMqtt":$ENDPOINT,""" +
                """"obfcmDataMqtt":$ENDPOINT,"acquireFrequency":"0 0 0 * * ?",""" +
                """"transferFrequency":"0 0 12 1/7 * ?","configCheckFrequency":"0 0 12 1/7 * ?","version":1}}"""
    }
}
