package eu.iot4emissions.runner

import eu.iot4emissions.device.DisconnectReason
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.message.Endpoint
import java.net.ServerSocket
import java.nio.file.Path
import java.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir

@Timeout(60)
class HiveMqTransportTest {
    @TempDir
    lateinit var folder: Path

    private val authority = TestAuthority()
    private val device = DeviceId.of("vehicle-7")
    private val transport = HiveMqTransport(authority.identity("another", "vehicle-7"), Duration.ofSeconds(5))
    private val brokers = mutableListOf<TestBroker>()

    private fun broker(authority: TestAuthority = this.authority, dns: String? = null) =
        TestBroker(authority, folder, dns).also { brokers += it }

    @AfterEach
    fun stop() = brokers.forEach { it.close() }

    private fun reasonOf(transport: MqttTransport, endpoint: Endpoint, device: DeviceId = this.device) =
        assertThrows<ConnectionException> {
            runBlocking { transport.connect(endpoint, device).disconnect() }
        }.reason

    @Test
    fun `P-3_9 connects, subscribes, is told, publishes, and says DISCONNECT`() {
        val broker = broker()
        broker.publish("a/retained", "old", retain = true)
        runBlocking(Dispatchers.Default) {
            val connection = transport.connect(broker.endpoint, device)
            val arrived = async { connection.messages.take(2).toList() }
            assertTrue(connection.subscribe("a/retained"))
            broker.publish("a/retained", "new", retain = false)
            val messages = withTimeout(10.seconds) { arrived.await() }
            assertEquals(listOf("old", "new"), messages.map { String(it.payload) })
            // Moquette delivers what is retained without RETAIN.
            assertEquals("IncomingMessage(3 bytes, retain=false)", messages[1].toString())
            connection.publish("a/topic", "{}".toByteArray())
            assertEquals(listOf("a/topic" to "{}"), broker.published.filter { it.first == "a/topic" })
            connection.disconnect()
            connection.disconnect()
            assertThrows<ConnectionException> { connection.publish("a/topic", ByteArray(0)) }
            withTimeout(10.seconds) { while (broker.disconnected.isEmpty()) delay(5) }
        }
        assertEquals(listOf("vehicle-7"), broker.disconnected.toList())
    }

    @Test
    fun `messages end with the connection that was closed`() {
        val broker = broker()
        runBlocking(Dispatchers.Default) {
            val connection = transport.connect(broker.endpoint, device)
            val arrived = async { connection.messages.toList() }
            connection.disconnect()
            assertEquals(emptyList<IncomingMessage>(), withTimeout(10.seconds) { arrived.await() })
        }
    }

    @Test
    fun `a subscription that the broker refuses is no error`() {
        val broker = broker()
        broker.forbidden = "a/secret"
        runBlocking {
            val connection = transport.connect(broker.endpoint, device)
            assertFalse(connection.subscribe("a/secret"))
            assertTrue(connection.subscribe("a/open"))
            connection.disconnect()
        }
    }

    @Test
    fun `a broker that goes ends the connection, and nothing connects again`() {
        val broker = broker()
        runBlocking(Dispatchers.Default) {
            val connection = transport.connect(broker.endpoint, device)
            val ended = async { runCatching { connection.messages.first() }.exceptionOrNull() }
            broker.close()
            val error = withTimeout(10.seconds) { ended.await() } as ConnectionException
            assertEquals(DisconnectReason.Closed, error.reason)
            val refused = assertThrows<ConnectionException> { connection.publish("a/topic", ByteArray(1)) }
            assertEquals(DisconnectReason.Closed, refused.reason)
            assertThrows<ConnectionException> { connection.subscribe("a/topic") }
            broker.start()
            delay(2_000)
            assertEquals(emptyList<String>(), broker.disconnected.toList() + broker.lost.drop(1))
            connection.disconnect()
        }
    }

    @Test
    fun `P-6_8 each failure has its reason`() {
        val free = ServerSocket(0).use { it.localPort }
        assertEquals(DisconnectReason.Tcp, reasonOf(transport, Endpoint.of("127.0.0.1", free)))
        assertEquals(
            DisconnectReason.NameResolution,
            reasonOf(transport, Endpoint.of("nobody.invalid", 8883)),
        )
        val broker = broker()
        val foreign = HiveMqTransport(TestAuthority("Other CA").identity("vehicle-7"))
        assertEquals(DisconnectReason.Tls, reasonOf(foreign, broker.endpoint))
        // No certificate of that name at all.
        assertEquals(DisconnectReason.Tls, reasonOf(transport, broker.endpoint, DeviceId.of("vehicle-8")))
        // Trusted, but the broker does not trust the device.
        val keys = TestAuthority("Other CA").keyStore("vehicle-7")
        val stranger = HiveMqTransport(TlsIdentity(keys, TestAuthority.PASSWORD, authority.trust()))
        assertEquals(DisconnectReason.Tls, reasonOf(stranger, broker.endpoint))
        val wrong = TlsIdentity(authority.keyStore("vehicle-7"), "wrong".toCharArray(), authority.trust())
        assertEquals(DisconnectReason.Tls, reasonOf(HiveMqTransport(wrong), broker.endpoint))
    }

    @Test
    fun `the host has to stand in the broker's certificate`() {
        val broker = broker(dns = "broker.example")
        val endpoint = Endpoint.of("127.0.0.1", broker.port)
        assertEquals(DisconnectReason.Tls, reasonOf(transport, endpoint))
    }

    @Test
    fun `a listener that says nothing is given up, and sooner by cancelling`() {
        ServerSocket(0).use { silent ->
            val endpoint = Endpoint.of("127.0.0.1", silent.localPort)
            val impatient = HiveMqTransport(authority.identity("vehicle-7"), Duration.ofSeconds(1))
            assertEquals(DisconnectReason.TimedOut, reasonOf(impatient, endpoint))
            val started = System.nanoTime()
            assertThrows<TimeoutCancellationException> {
                runBlocking { withTimeout(0.3.seconds) { transport.connect(endpoint, device) } }
            }
            assertTrue(System.nanoTime() - started < 2_000_000_000)
        }
    }

    @Test
    fun `cancelled while it connects, it leaves no connection`() {
        val broker = broker()
        runBlocking(Dispatchers.Default) {
            repeat(20) { round ->
                val connecting = async { transport.connect(broker.endpoint, device) }
                delay(round * 4L)
                connecting.cancel()
                val connected = runCatching { connecting.await() }.getOrNull()
                connected?.disconnect()
            }
            // The next one is not thrown out by one of those.
            delay(500)
            val connection = transport.connect(broker.endpoint, device)
            connection.publish("a/topic", ByteArray(1))
            connection.disconnect()
        }
    }

    @Test
    fun `publishes leave in the order in which they were called`() {
        val broker = broker()
        runBlocking {
            val connection = transport.connect(broker.endpoint, device)
            val all = (1..50).map { number ->
                async(start = CoroutineStart.UNDISPATCHED) {
                    connection.publish("a/topic", "$number".toByteArray())
                }
            }
            all.forEach { it.await() }
            assertEquals((1..50).map { "$it" }, broker.published.map { it.second })
            connection.disconnect()
        }
    }
}
