package eu.iot4emissions.runner

import eu.iot4emissions.device.OtaDevice
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.message.Decoder
import eu.iot4emissions.topic.TopicKind
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.concurrent.thread
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

/** `-Dthreads.seconds=60` is the long form. */
@Timeout(120)
class ThreadsTest {
    private val seconds = Integer.getInteger("threads.seconds", 5)

    @Test
    fun `8 threads live with a device each and share a decoder and a network`() {
        val network = FakeNetwork()
        val decoder = Decoder()
        val payload = """{"data":[{"acquired":1699000000,"tfc":10.0,"tdt":100.0}]}""".toByteArray()
        val decoded = decoder.decode(TopicKind.DATA_DEVICE, payload)
        val ended = AtomicBoolean(false)
        val failed = CopyOnWriteArrayList<Throwable>()
        val acknowledged = LongArray(THREADS)
        val threads = List(THREADS) { number ->
            thread(isDaemon = true) {
                try {
                    val device = DeviceId.of("vehicle-$number")
                    val store = MemoryStore()
                    // One for all its lives: where a clock goes back, snapshots are set aside (P-6.13).
                    val clock = FastClock(2_000_000)
                    var lives = 0
                    while (!ended.get()) {
                        runBlocking {
                            val runner = OtaDeviceRunner(
                                provisioning(device, network.endpoint), network, store, CountingVehicle(), clock,
                            )
                            runner.clockTrusted(true)
                            val life = launch { runner.run() }
                            runner.status.first { it.accounts.acknowledged > 20L * lives + 5 }
                            life.cancelAndJoin()
                        }
                        repeat(200) { assertEquals(decoded, decoder.decode(TopicKind.DATA_DEVICE, payload)) }
                        lives += 1
                    }
                    acknowledged[number] = OtaDevice.restore(store.record!!).use { it.accounts.acknowledged }
                    assertKept(store.record!!, network.stored.getValue(device))
                } catch (error: Throwable) {
                    failed += error
                }
            }
        }
        Thread.sleep(seconds * 1_000L)
        ended.set(true)
        threads.forEach { it.join(60_000) }
        assertEquals(emptyList<Throwable>(), failed.toList())
        assertTrue(threads.none { it.isAlive })
        assertTrue(acknowledged.all { it > 0 }, acknowledged.joinToString())
    }

    private companion object {
        const val THREADS = 8
    }
}
