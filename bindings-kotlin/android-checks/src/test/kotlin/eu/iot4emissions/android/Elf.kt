package eu.iot4emissions.android

import java.nio.ByteBuffer
import java.nio.ByteOrder

/** A library with one LOAD segment and nothing in it, as small as the linker would read it. */
internal class Elf(val bits: Int, val machine: Int, val align: Int) {
    fun bytes(): ByteArray {
        val wide = bits == 64
        val header = if (wide) 64 else 52
        val entry = if (wide) 56 else 32
        val out = ByteBuffer.allocate(header + entry).order(ByteOrder.LITTLE_ENDIAN)
        out.put("\u007fELF".toByteArray()).put(if (wide) 2 else 1).put(1).put(1)
        out.position(16)
        out.putShort(3).putShort(machine.toShort()).putInt(1)
        if (wide) {
            out.putLong(0).putLong(header.toLong()).putLong(0)
        } else {
            out.putInt(0).putInt(header).putInt(0)
        }
        out.putInt(0).putShort(header.toShort()).putShort(entry.toShort()).putShort(1)
        out.position(header)
        if (wide) {
            out.putInt(LOAD).putInt(READ).putLong(0).putLong(0).putLong(0)
            out.putLong(out.capacity().toLong()).putLong(out.capacity().toLong()).putLong(align.toLong())
        } else {
            out.putInt(LOAD).putInt(0).putInt(0).putInt(0)
            out.putInt(out.capacity()).putInt(out.capacity()).putInt(READ).putInt(align)
        }
        return out.array()
    }

    companion object {
        private const val LOAD = 1
        private const val READ = 4

        /** A library for this ABI. */
        fun of(abi: String, align: Int = 16384): Elf = when (abi) {
            "arm64-v8a" -> Elf(64, 183, align)
            "armeabi-v7a" -> Elf(32, 40, align)
            "x86_64" -> Elf(64, 62, align)
            else -> error(abi)
        }
    }
}
