package eu.iot4emissions.columns

import eu.iot4emissions.Native
import eu.iot4emissions.internal.envelopeFileKind
import java.io.IOException
import java.io.InputStream
import java.io.PushbackInputStream

/** Streams of lines, compressed or not. */
internal object LineSource {
    /** As many bytes tell what a file is. */
    private const val START = 8
    private const val GZIP = 0x8b1f

    fun open(stream: InputStream): InputStream {
        val pushed = PushbackInputStream(stream, START)
        val start = peek(pushed)
        val isGzip = start.size >= 2 && (start[1].toInt() and 0xff shl 8 or (start[0].toInt() and 0xff)) == GZIP
        if (!isGzip) return expectLines(pushed, start)
        val members = PushbackInputStream(GzipMembers(pushed), START)
        return expectLines(members, peek(members))
    }

    private fun peek(stream: PushbackInputStream): ByteArray {
        val start = ByteArray(START)
        var length = 0
        while (length < START) {
            val read = stream.read(start, length, START - length)
            if (read < 0) break
            length += read
        }
        stream.unread(start, 0, length)
        return start.copyOf(length)
    }

    @Throws(IOException::class)
    private fun expectLines(stream: InputStream, start: ByteArray): InputStream {
        val kind = Native.call { envelopeFileKind(start) }
        require(kind == null) {
            "expected newline-delimited JSON, compressed with gzip or not, found $kind"
        }
        return stream
    }
}
