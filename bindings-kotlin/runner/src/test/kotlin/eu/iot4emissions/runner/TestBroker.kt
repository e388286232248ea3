package eu.iot4emissions.runner

import eu.iot4emissions.message.Endpoint
import io.moquette.broker.Server
import io.moquette.broker.config.MemoryConfig
import io.moquette.broker.security.IAuthorizatorPolicy
import io.moquette.broker.subscriptions.Topic
import io.moquette.interception.AbstractInterceptHandler
import io.moquette.interception.messages.InterceptDisconnectMessage
import io.moquette.interception.messages.InterceptConnectionLostMessage
import io.moquette.interception.messages.InterceptPublishMessage
import io.netty.buffer.Unpooled
import io.netty.handler.codec.mqtt.MqttFixedHeader
import io.netty.handler.codec.mqtt.MqttMessageType
import io.netty.handler.codec.mqtt.MqttPublishMessage
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader
import io.netty.handler.codec.mqtt.MqttQoS
import java.net.ServerSocket
import java.nio.file.Path
import java.util.Properties
import java.util.concurrent.CopyOnWriteArrayList

/** Moquette over mutual TLS on a port of its own. */
internal class TestBroker(
    private val authority: TestAuthority,
    private val folder: Path,
    dns: String? = null,
    val port: Int = ServerSocket(0).use { it.localPort },
) : AutoCloseable {
    private val server = Server()
    private val certificate = authority.server(folder, dns)

    /** Topic and payload of what clients published. */
    val published = CopyOnWriteArrayList<Pair<String, String>>()

    /** Clients that said DISCONNECT, and those that were just gone. */
    val disconnected = CopyOnWriteArrayList<String>()
    val lost = CopyOnWriteArrayList<String>()

    /** What nobody may subscribe. */
    @Volatile
    var forbidden: String? = null

    /** Told of each message. */
    @Volatile
    var onPublish: (topic: String, payload: String) -> Unit = { _, _ -> }

    val endpoint: Endpoint = Endpoint.of(dns ?: "127.0.0.1", port)

    init {
        start()
    }

    fun start() {
        val properties = Properties().apply {
            this["host"] = "127.0.0.1"
            this["port"] = "disabled"
            this["ssl_port"] = "$port"
            this["jks_path"] = certificate.toString()
            this["key_store_type"] = "pkcs12"
            this["key_store_password"] = String(TestAuthority.PASSWORD)
            this["key_manager_password"] = String(TestAuthority.PASSWORD)
            this["need_client_auth"] = "true"
            this["allow_anonymous"] = "true"
            this["persistence_enabled"] = "false"
            this["telemetry_enabled"] = "false"
            this["data_path"] = folder.toString()
            this["buffer_flush_millis"] = "0"
        }
        val rights = object : IAuthorizatorPolicy {
            override fun canWrite(topic: Topic, user: String?, client: String?) = true

            override fun canRead(topic: Topic, user: String?, client: String?) = topic.toString() != forbidden
        }
        server.startServer(MemoryConfig(properties), listOf(Watcher()), null, null, rights)
    }

    /** Publishes as nobody in particular. */
    fun publish(topic: String, payload: String, retain: Boolean) {
        val fixed = MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_LEAST_ONCE, retain, 0)
        val variable = MqttPublishVariableHeader(topic, 1)
        val message = MqttPublishMessage(fixed, variable, Unpooled.copiedBuffer(payload, Charsets.UTF_8))
        server.internalPublish(message, "services")
    }

    override fun close() = server.stopServer()

    private inner class Watcher : AbstractInterceptHandler() {
        override fun getID() = "watcher"

        override fun onPublish(message: InterceptPublishMessage) {
            val payload = message.payload.toString(Charsets.UTF_8)
            published += message.topicName to payload
            super.onPublish(message)
            onPublish(message.topicName, payload)
        }

        override fun onDisconnect(message: InterceptDisconnectMessage) {
            disconnected += message.clientID
        }

        override fun onConnectionLost(message: InterceptConnectionLostMessage) {
            lost += message.clientID
        }

        override fun onSessionLoopError(error: Throwable) = throw error
    }
}
