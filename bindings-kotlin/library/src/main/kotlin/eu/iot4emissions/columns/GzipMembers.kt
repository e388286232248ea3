package eu.iot4emissions.columns

import java.io.EOFException
import java.io.IOException
import java.io.InputStream
import java.io.PushbackInputStream
import java.util.zip.CRC32
import java.util.zip.DataFormatException
import java.util.zip.Inflater
import java.util.zip.ZipException

/**
 * What the members of a gzip file hold, one after the other (RFC 1952 §2.2). Behind the last one,
 * zeros and line ends are ignored, which tapes and editors add; anything else counts as damage,
 * where `GZIPInputStream` passes over it in silence.
 */
internal class GzipMembers(source: InputStream) : InputStream() {
    private val source = PushbackInputStream(source, PIECE)
    private val inflater = Inflater(true)
    private val checksum = CRC32()
    private val piece = ByteArray(PIECE)

    /** So much of the piece the inflater was given. */
    private var given = 0
    private var inMember = false
    private var ended = false

    override fun read(): Int {
        val one = ByteArray(1)
        return if (read(one, 0, 1) < 0) -1 else one[0].toInt() and 0xff
    }

    override fun read(to: ByteArray, offset: Int, length: Int): Int {
        if (length == 0) return 0
        while (!ended) {
            if (!inMember && !begin()) {
                ended = true
                break
            }
            val count = inflate(to, offset, length)
            if (count > 0) {
                checksum.update(to, offset, count)
                return count
            }
            if (inflater.finished()) {
                end()
            } else if (inflater.needsInput()) {
                val read = source.read(piece)
                if (read < 0) throw EOFException("expected the rest of the gzip data, found its end")
                inflater.setInput(piece, 0, read)
                given = read
            } else {
                throw ZipException("expected gzip data, found some that needs a dictionary")
            }
        }
        return -1
    }

    override fun close() {
        ended = true
        inflater.end()
        source.close()
    }

    private fun inflate(to: ByteArray, offset: Int, length: Int): Int = try {
        inflater.inflate(to, offset, length)
    } catch (error: DataFormatException) {
        throw ZipException("expected gzip data, found some that is damaged: ${error.message}")
    }

    /** Reads a member's header; false at the end. */
    private fun begin(): Boolean {
        var first = source.read()
        while (first == 0 || first == '\r'.code || first == '\n'.code) first = source.read()
        if (first < 0) return false
        if (first != MAGIC_1) throw foreign(first)
        val second = byte()
        if (second != MAGIC_2) throw foreign(first)
        val method = byte()
        if (method != DEFLATED) throw ZipException("expected gzip data by deflate, found method $method")
        val flags = byte()
        skip(HEADER_REST)
        if (flags and EXTRA != 0) skip(byte() or (byte() shl Byte.SIZE_BITS))
        if (flags and NAME != 0) skipText()
        if (flags and COMMENT != 0) skipText()
        if (flags and HEADER_CHECKSUM != 0) skip(2)
        inflater.reset()
        checksum.reset()
        inMember = true
        return true
    }

    private fun foreign(found: Int) = ZipException(
        "expected zeros, a line end or another member behind the gzip data, found the byte 0x%02x"
            .format(found),
    )

    private fun end() {
        val rest = inflater.remaining
        if (rest > 0) source.unread(piece, given - rest, rest)
        val found = number()
        val length = number()
        if (found != checksum.value) throw ZipException("expected gzip data of another checksum, found it damaged")
        if (length != inflater.bytesWritten and UNSIGNED) {
            throw ZipException("expected gzip data of another length, found it damaged")
        }
        inMember = false
    }

    private fun byte(): Int {
        val byte = source.read()
        if (byte < 0) throw EOFException("expected the rest of the gzip data, found its end")
        return byte
    }

    private fun number(): Long =
        (0 until Int.SIZE_BYTES).fold(0L) { number, place ->
            number or (byte().toLong() shl (place * Byte.SIZE_BITS))
        }

    @Throws(IOException::class)
    private fun skip(count: Int) = repeat(count) { byte() }

    private fun skipText() {
        var byte = byte()
        while (byte != 0) byte = byte()
    }

    private companion object {
        const val PIECE = 1 shl 16
        const val MAGIC_1 = 0x1f
        const val MAGIC_2 = 0x8b
        const val DEFLATED = 8
        const val HEADER_REST = 6
        const val HEADER_CHECKSUM = 2
        const val EXTRA = 4
        const val NAME = 8
        const val COMMENT = 16
        const val UNSIGNED = 0xffff_ffffL
    }
}
