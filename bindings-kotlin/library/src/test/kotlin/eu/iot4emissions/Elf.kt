package eu.iot4emissions

import java.nio.ByteBuffer
import java.nio.ByteOrder

/** As much of a shared library of 64 bits as finding a function in it takes. */
class Elf(bytes: ByteArray) {
    private val file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)

    private class Section(val type: Int, val address: Long, val offset: Int, val size: Int, val link: Int)

    private val sections: List<Section> = run {
        val table = file.getLong(0x28).toInt()
        val size = file.getShort(0x3a).toInt()
        (0 until file.getShort(0x3c)).map {
            val at = table + it * size
            Section(
                file.getInt(at + 4),
                file.getLong(at + 16),
                file.getLong(at + 24).toInt(),
                file.getLong(at + 32).toInt(),
                file.getInt(at + 40),
            )
        }
    }

    /** Where in the file the function begins whose name ends like this. */
    fun addressOf(name: String): Int {
        val symbols = sections.single { it.type == DYNAMIC_SYMBOLS }
        val names = sections[symbols.link]
        val found = (0 until symbols.size / SYMBOL).map { symbols.offset + it * SYMBOL }
            .single { text(names.offset + file.getInt(it)).endsWith(name) }
        val address = file.getLong(found + 8)
        val section = sections.single { it.type == PROGRAM && address in it.address until it.address + it.size }
        return (address - section.address).toInt() + section.offset
    }

    private fun text(start: Int): String {
        var end = start
        while (file.get(end) != 0.toByte()) end++
        return String(file.array(), start, end - start, Charsets.US_ASCII)
    }

    private companion object {
        const val PROGRAM = 1
        const val DYNAMIC_SYMBOLS = 11
        const val SYMBOL = 24
    }
}
