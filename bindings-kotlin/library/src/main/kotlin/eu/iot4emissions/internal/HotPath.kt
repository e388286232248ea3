package eu.iot4emissions.internal

import com.sun.jna.Pointer
import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * The native library's two functions that are too often called for UniFFI: numbers only, through
 * JNA's direct mapping. Their Rust side, `hot_path.rs`, says what they are given.
 *
 * It stands in this package for its name alone: what shrinks a program has to keep both.
 */
internal object HotPath {
    /** The message is refused, deviates, or has too many snapshots: UniFFI's way tells. */
    const val NOT_HERE = 0L

    /** There is no room for the rows. */
    const val NO_ROOM = -2L

    const val TOLERANT = 1L
    const val NULL_IS_ABSENT = 2L

    init {
        // As the generated code finds it.
        val name = "iot4emissions_kotlin"
        val chosen = System.getProperty("uniffi.component.$name.libraryOverride") ?: name
        com.sun.jna.Native.register(HotPath::class.java, chosen)
    }

    @JvmStatic
    @Suppress("FunctionName")
    external fun iot4emissions_decode_transfer(
        payload: Long,
        payloadLength: Long,
        options: Long,
        rows: Long,
        rowsLength: Long,
    ): Long

    @JvmStatic
    @Suppress("FunctionName", "LongParameterList")
    external fun iot4emissions_decode_transfers(
        frames: Long,
        framesLength: Long,
        count: Long,
        options: Long,
        columns: Long,
        columnsLength: Long,
        capacity: Long,
    ): Long

    /** What a call gave, which is no number of rows only where the library has a defect. */
    fun checked(result: Long): Long {
        check(result >= 0) { "a defect of iot4emissions, please report it: $result" }
        return result
    }
}

/** Memory beside the heap, whose address native code may be given while this is held. */
internal class DirectBuffer(size: Int) {
    val bytes: ByteBuffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder())
    val size: Int get() = bytes.capacity()
    val address: Long = Pointer.nativeValue(com.sun.jna.Native.getDirectBufferPointer(bytes))
}
