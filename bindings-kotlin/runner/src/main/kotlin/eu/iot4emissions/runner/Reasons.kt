package eu.iot4emissions.runner

import com.hivemq.client.mqtt.exceptions.ConnectionFailedException
import com.hivemq.client.mqtt.exceptions.MqttDecodeException
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException
import eu.iot4emissions.device.DisconnectReason
import java.net.ConnectException
import java.net.NoRouteToHostException
import java.net.SocketException
import java.net.SocketTimeoutException
import java.net.UnknownHostException
import java.nio.channels.UnresolvedAddressException
import java.util.concurrent.TimeoutException
import javax.net.ssl.SSLException

/** Why a connection of the HiveMQ client ended, in the device's words (P-6.8). */
internal fun reason(error: Throwable): DisconnectReason {
    val causes = generateSequence(error) { it.cause }.take(16).toList()
    return causes.firstNotNullOfOrNull(::ofOne) ?: DisconnectReason.Closed
}

private fun ofOne(error: Throwable): DisconnectReason? = when (error) {
    is Mqtt3ConnAckException -> DisconnectReason.Refused(error.mqttMessage.returnCode.code)
    is MqttDecodeException -> DisconnectReason.Protocol
    is UnknownHostException -> DisconnectReason.NameResolution
    is UnresolvedAddressException -> DisconnectReason.NameResolution
    is SSLException -> DisconnectReason.Tls
    is SocketTimeoutException, is TimeoutException -> DisconnectReason.TimedOut
    is NoRouteToHostException -> DisconnectReason.Tcp
    is ConnectException -> when {
        error.says("timed out") -> DisconnectReason.TimedOut
        error.says("Network is unreachable") -> DisconnectReason.NoNetwork
        // Netty tells the time-out of TCP by a ConnectException of its own.
        error.javaClass.simpleName == "ConnectTimeoutException" -> DisconnectReason.TimedOut
        else -> DisconnectReason.Tcp
    }
    is SocketException -> when {
        error.says("Network is unreachable") -> DisconnectReason.NoNetwork
        else -> null
    }
    is ConnectionFailedException -> if (error.says("Timeout")) DisconnectReason.TimedOut else null
    else -> null
}

private fun Throwable.says(text: String): Boolean = message?.contains(text, ignoreCase = true) == true
