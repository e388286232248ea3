package eu.iot4emissions.device

import eu.iot4emissions.ClosedException
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicLong

/** Devices of several threads, and devices that nobody closes. */
class ThreadsTest {
    private val length = java.lang.Long.getLong("iot4emissions.threads.millis", 2_000) * 1_000_000

    private fun inThreads(work: (Int) -> Unit) {
        val pool = Executors.newFixedThreadPool(THREADS)
        try {
            val begin = CountDownLatch(THREADS)
            val running = (0 until THREADS).map {
                pool.submit(
                    Callable {
                        begin.countDown()
                        begin.await()
                        work(it)
                    },
                )
            }
            running.forEach { it.get() }
        } finally {
            pool.shutdownNow()
        }
    }

    @Test
    fun `eight threads step devices of their own alike`() {
        // The same script: what each did up to the shortest run has to be the same.
        val ends = Array<List<Output>>(THREADS) { emptyList() }
        inThreads { thread ->
            val end = System.nanoTime() + length / 2
            OtaDevice().use { device ->
                val driver = Driver(device)
                driver.say(Input.ClockTrusted(true))
                var wait = driver.say(Input.ProvisioningComplete(provisioning()))
                while (System.nanoTime() < end) {
                    driver.goOn(1, wait)
                    wait = driver.done.last() as Output.Wait
                }
                assertTrue(device.accounts.balance())
                ends[thread] = driver.done
            }
        }
        val shortest = ends.minOf { it.size }
        assertTrue(shortest > 100, "$shortest")
        for (outputs in ends) {
            assertEquals(ends[0].subList(0, shortest), outputs.subList(0, shortest))
        }
    }

    @Test
    fun `eight threads share one device, and no output is lost or given twice`() {
        val asked = AtomicLong()
        val answered = AtomicLong()
        OtaDevice().use { device ->
            Driver(device).say(Input.ProvisioningComplete(provisioning()))
            inThreads { thread ->
                val end = System.nanoTime() + length / 2
                while (System.nanoTime() < end) {
                    if (thread % 2 == 0) {
                        asked.incrementAndGet()
                        val outputs = device.handle(now(1), Input.StatusQuery)
                        answered.addAndGet(outputs.count { it is Output.Status }.toLong())
                    } else {
                        assertTrue(device.accounts.balance())
                        assertEquals("vehicle-7", device.deviceId?.text)
                        assertTrue(device.record()!!.isNotEmpty())
                    }
                }
            }
        }
        assertTrue(asked.get() > 100, "$asked")
        assertEquals(asked.get(), answered.get())
    }

    @Test
    fun `a device that is closed while others use it says so, and nothing else happens`() {
        repeat(200) {
            val device = OtaDevice()
            inThreads { thread ->
                try {
                    repeat(50) { device.handle(now(), Input.Wake) }
                    if (thread == 0) device.close()
                } catch (_: ClosedException) {
                    assertTrue(thread != 0)
                }
            }
        }
    }

    @Test
    fun `devices that nobody closes do not pile up`() {
        val factory = Input.ProvisioningComplete(provisioning())
        fun round() = repeat(DEVICES) {
            val device = OtaDevice()
            device.handle(now(), factory)
            // The cleaner is one thread; a program that makes devices only, and no pause, outruns it.
            if (it % 500 == 0) {
                System.gc()
                Thread.sleep(20)
            }
        }
        round()
        System.gc()
        Thread.sleep(200)
        val before = resident() ?: return
        round()
        System.gc()
        Thread.sleep(200)
        val growth = resident()!! - before
        // If none was given back, it would be about 100 MB.
        assertTrue(growth < 40_000, "resident memory grew by $growth kB")
    }

    /** The resident memory in kB; null where there is no /proc. */
    private fun resident(): Long? {
        val status = Path.of("/proc/self/status")
        if (!Files.exists(status)) return null
        val line = Files.readAllLines(status).first { it.startsWith("VmRSS:") }
        return line.filter { it.isDigit() }.toLong()
    }

    private companion object {
        const val THREADS = 8
        const val DEVICES = 20_000
    }
}
