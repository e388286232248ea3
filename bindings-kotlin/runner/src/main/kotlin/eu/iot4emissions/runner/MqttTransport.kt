package eu.iot4emissions.runner

import eu.iot4emissions.device.DisconnectReason
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.message.Endpoint
import kotlinx.coroutines.flow.Flow

/**
 * What a device reaches its brokers by: MQTT 3.1.1 over mutually authenticated TLS 1.3 (P-3.9,
 * P-3.10). [HiveMqTransport] is one.
 *
 * One connection at a time is open. When to connect again is the device's decision (P-6.14), and
 * what was not acknowledged is published anew by the device (P-6.6): a transport does neither.
 */
public interface MqttTransport {
    /**
     * Opens a connection, up to the broker's CONNACK: client id and certificate are those of
     * [device], clean session, no will, no user name. Cancelled, it leaves no connection.
     *
     * @throws ConnectionException where there is none: why
     */
    public suspend fun connect(endpoint: Endpoint, device: DeviceId): MqttConnection
}

/** An open connection. Its functions may be called at the same time. */
public interface MqttConnection {
    /**
     * What arrives, acknowledged as it is taken; collected once. It completes when the connection
     * was closed by [disconnect], and fails with [ConnectionException] when it ended otherwise.
     */
    public val messages: Flow<IncomingMessage>

    /**
     * Subscribes with QoS 1, up to the broker's SUBACK; whether the broker accepted it.
     *
     * @throws ConnectionException where the connection ended before
     */
    public suspend fun subscribe(topic: String): Boolean

    /**
     * Publishes with QoS 1, not retained, DUP = 0, up to the broker's PUBACK. What was called
     * first is sent first.
     *
     * @throws ConnectionException where the connection ended before
     */
    public suspend fun publish(topic: String, payload: ByteArray)

    /** Sends DISCONNECT and closes the connection. On one that ended already, nothing happens. */
    public suspend fun disconnect()
}

/**
 * A message that arrived. Its [toString] shows neither topic nor payload.
 *
 * @property topic the topic name
 * @property payload the payload
 * @property retain whether it is old news: its RETAIN flag
 */
public class IncomingMessage(
    public val topic: String,
    public val payload: ByteArray,
    public val retain: Boolean,
) {
    override fun toString(): String = "IncomingMessage(${payload.size} bytes, retain=$retain)"
}

/**
 * A connection ended, or was never established.
 *
 * @property reason why, in the device's words (P-6.8)
 */
public class ConnectionException(
    public val reason: DisconnectReason,
    cause: Throwable? = null,
) : Exception("expected a connection to the broker, found none: $reason", cause)
