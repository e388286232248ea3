package eu.iot4emissions.columns

import eu.iot4emissions.message.DeviationCode
import eu.iot4emissions.obfcm.Parameter
import java.util.Collections

/** Blocks, one behind the other, with one dictionary of devices. */
internal fun joined(blocks: List<TransferColumns>): TransferColumns {
    if (blocks.size == 1) return blocks.single()
    val size = blocks.fold(0) { sum, block -> Math.addExact(sum, block.size) }
    val ids = LinkedHashMap<String, Int>()
    val numbers = TransferColumns.Numbers(
        LongArray(size), LongArray(size), LongArray(size),
        Array(Parameter.entries.size) { LongArray(size) }, ByteArray(size),
    )
    val keys = IntArray(size)
    var first = 0
    for (block in blocks) {
        copy(block, numbers, first)
        val places = block.devices.ids.map { ids.getOrPut(it) { ids.size } }
        val from = block.devices.keys
        for (row in 0 until block.size) {
            val key = from?.get(row) ?: TransferColumns.NO_DEVICE
            keys[first + row] = if (key == TransferColumns.NO_DEVICE) key else places[key]
        }
        first += block.size
    }
    return TransferColumns(
        size,
        numbers,
        TransferColumns.Devices(keys, ids.keys.toList()),
        Collections.unmodifiableList(blocks.flatMap { it.rejected }),
        Collections.unmodifiableMap(sums(blocks)),
        blocks.sumOf { it.messages },
        blocks.sumOf { it.sourceRows },
        blocks.sumOf { it.unreadTimes },
    )
}

private fun copy(block: TransferColumns, to: TransferColumns.Numbers, first: Int) {
    val from = block.numbers
    System.arraycopy(from.sourceRow, 0, to.sourceRow, first, block.size)
    System.arraycopy(from.acquired, 0, to.acquired, first, block.size)
    val received = checkNotNull(to.received)
    when (from.received) {
        null -> received.fill(TransferColumns.NOT_RECEIVED, first, first + block.size)
        else -> System.arraycopy(from.received, 0, received, first, block.size)
    }
    for ((place, values) in from.values.withIndex()) {
        System.arraycopy(values, 0, to.values[place], first, block.size)
    }
    System.arraycopy(from.present, 0, to.present, first, block.size)
}

private fun sums(blocks: List<TransferColumns>): Map<DeviationCode, Long> {
    val sums = sortedMapOf<DeviationCode, Long>()
    for (block in blocks) {
        for ((code, count) in block.deviations) sums.merge(code, count, Long::plus)
    }
    return sums
}
