package eu.iot4emissions.load

import eu.iot4emissions.DecodeException
import eu.iot4emissions.columns.SentTransfer
import eu.iot4emissions.columns.Transfers
import eu.iot4emissions.message.Decoder
import eu.iot4emissions.topic.TopicKind
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit

/** `-Diot4emissions.threads.seconds=60` makes it last longer. */
class ThreadsTest {
    private val seconds = java.lang.Long.getLong("iot4emissions.threads.seconds", 3)

    @Test
    fun `8 threads share a decoder`() {
        val decoder = Decoder()
        val end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds)
        val pool = Executors.newFixedThreadPool(THREADS)
        try {
            val threads = List(THREADS) { thread -> Callable { rounds(decoder, thread, end) } }
            val rounds = pool.invokeAll(threads, seconds + PATIENCE, TimeUnit.SECONDS).map { it.get() }
            assertTrue(rounds.all { it > 10 }) { "$rounds" }
        } finally {
            pool.shutdownNow()
        }
    }

    /** Every thread's payloads are its own, so that what is mixed up is seen. */
    private fun rounds(decoder: Decoder, thread: Int, end: Long): Int {
        var rounds = 0
        while (System.nanoTime() < end) {
            val time = thread * 1_000_000L + rounds + 1
            val good = """{"data":[{"acquired":$time,"tfc":$thread.5}]}""".encodeToByteArray()
            val deviating = """{"data":[{"acquired":$time,"tfc":"$thread.5"}]}""".encodeToByteArray()
            val bad = """{"data":[{"acquired":$time,"thread$thread":null}]}""".encodeToByteArray()
            val message = decoder.decode(TopicKind.DATA_DEVICE, good).message
            assertEquals(good.decodeToString(), message.encode().decodeToString())
            assertEquals(message, decoder.decodeTransfer(deviating))
            val refused = assertThrows(DecodeException::class.java) { decoder.decode(TopicKind.DATA_DEVICE, bad) }
            assertTrue(refused.issues.isNotEmpty())
            val columns = decoder.columns(List(50) { if (it == thread) bad else good })
            assertEquals(listOf(thread.toLong()), columns.rejected.map { it.sourceRow })
            assertTrue(columns.acquiredArray().all { it == time })
            Transfers.scanMessages(List(20) { SentTransfer("vehicle-$thread", good) }).use { scan ->
                assertEquals("vehicle-$thread", scan.next().device(19)?.text)
            }
            rounds++
        }
        return rounds
    }

    private companion object {
        const val THREADS = 8
        const val PATIENCE = 60L
    }
}
