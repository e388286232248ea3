package eu.iot4emissions.load

import eu.iot4emissions.DecodeException
import eu.iot4emissions.columns.ReadOptions
import eu.iot4emissions.columns.SentTransfer
import eu.iot4emissions.columns.TransferScan
import eu.iot4emissions.columns.Transfers
import eu.iot4emissions.message.Decoder
import eu.iot4emissions.topic.TopicKind
import java.io.File

/** Says how much memory is resident after a tenth of the calls, and after all. */
object MemoryMain {
    private const val CALLS = 100_000
    private val decoder = Decoder()
    private val good = """{"data":[{"acquired":1,"tfc":1.0}]}""".encodeToByteArray()
    private val deviating = """{"data":[{"acquired":1,"tfc":"1.0"}]}""".encodeToByteArray()
    private val bad = "nothing".encodeToByteArray()
    private val batch = List(100) { if (it % 10 == 0) bad else good }
    private val sent = List(100) { SentTransfer("vehicle-$it", good) }
    private val options = ReadOptions(blockSize = 8192)

    @JvmStatic
    fun main(arguments: Array<String>) {
        repeat(CALLS / 10) { call(it) }
        val before = resident()
        repeat(CALLS - CALLS / 10) { call(it) }
        println("$before ${resident()}")
    }

    private fun call(number: Int) {
        when (number % 10) {
            0 -> decoder.columns(batch)
            1 -> unclosed()
            2 -> unclosed().close()
            3 -> decoder.decode(TopicKind.DATA_DEVICE, deviating)
            4 -> refused()
            else -> decoder.decode(TopicKind.DATA_DEVICE, good)
        }
    }

    private fun unclosed(): TransferScan =
        Transfers.scanMessages(sent, options).also { check(it.next().size == 100) }

    private fun refused() {
        try {
            decoder.decode(TopicKind.DATA_DEVICE, bad)
            error("accepted")
        } catch (expected: DecodeException) {
            check(expected.code == "syntax")
        }
    }

    private fun resident(): Long {
        System.gc()
        Thread.sleep(200)
        System.gc()
        Thread.sleep(200)
        val line = File("/proc/self/status").readLines().single { it.startsWith("VmRSS:") }
        return line.filter(Char::isDigit).toLong()
    }
}
