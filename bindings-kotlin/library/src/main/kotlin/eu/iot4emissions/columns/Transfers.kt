package eu.iot4emissions.columns

import eu.iot4emissions.internal.TransferBlocks
import eu.iot4emissions.internal.ValueForm
import java.io.IOException
import java.io.InputStream
import java.nio.file.Path

/**
 * Reads many Data Transfers into columns, checked (P-5.1 to P-5.5, P-5.40 to P-5.43).
 *
 * Files and streams hold newline-delimited JSON, compressed with gzip or not; which of them, their
 * content says. A line is what it is, and a file may hold several kinds: see
 * [LineForm][eu.iot4emissions.envelope.LineForm]. One bad row never costs the others: it is in
 * [TransferColumns.rejected] with its number, code, pointer and text; a message is accepted or
 * refused whole (P-5.3). A line ends with LF or CR LF, the last also with the source. Lines of
 * white space are rows without a message. What is cut off, a NUL byte, a byte order mark, a line
 * of more than 1 MiB and a text that is no device ID are rejected rows.
 */
public object Transfers {
    /**
     * Opens a file, which closing the scan closes.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it begins like a file of another kind, such as Parquet
     */
    @JvmStatic
    @JvmOverloads
    @Throws(IOException::class)
    public fun scan(file: Path, options: ReadOptions = ReadOptions()): TransferScan =
        TransferScan(TransferBlocks.ofFile(file, options, ValueForm.TENTHS))

    /**
     * Reads a stream, which closing the scan closes.
     *
     * @throws IOException if its first bytes cannot be read
     * @throws IllegalArgumentException if it begins like a file of another kind, such as Parquet
     */
    @JvmStatic
    @JvmOverloads
    @Throws(IOException::class)
    public fun scan(stream: InputStream, options: ReadOptions = ReadOptions()): TransferScan =
        TransferScan(TransferBlocks.ofLines(stream, options, ValueForm.TENTHS))

    /** Reads messages, each taken when it is needed. */
    @JvmStatic
    @JvmOverloads
    public fun scanMessages(
        messages: Iterable<SentTransfer>,
        options: ReadOptions = ReadOptions(),
    ): TransferScan =
        TransferScan(TransferBlocks.ofMessages(messages.iterator(), options, ValueForm.TENTHS))

    /**
     * Everything in a file, in one. It has to fit into the heap, with some 100 bytes a snapshot, and
     * twice that while blocks are joined.
     *
     * @throws IOException if it cannot be read, or its gzip data is damaged or cut off
     * @throws IllegalArgumentException if it begins like a file of another kind, such as Parquet
     */
    @JvmStatic
    @JvmOverloads
    @Throws(IOException::class)
    public fun read(file: Path, options: ReadOptions = ReadOptions()): TransferColumns =
        all(scan(file, options))

    /**
     * Everything in a stream, in one, which is closed then.
     *
     * @throws IOException if it cannot be read, or its gzip data is damaged or cut off
     * @throws IllegalArgumentException if it begins like a file of another kind, such as Parquet
     */
    @JvmStatic
    @JvmOverloads
    @Throws(IOException::class)
    public fun read(stream: InputStream, options: ReadOptions = ReadOptions()): TransferColumns =
        all(scan(stream, options))

    /** Everything in these messages, in one. */
    @JvmStatic
    @JvmOverloads
    public fun readMessages(
        messages: Iterable<SentTransfer>,
        options: ReadOptions = ReadOptions(),
    ): TransferColumns = all(scanMessages(messages, options))

    private fun all(scan: TransferScan): TransferColumns =
        scan.use { joined(it.asSequence().toList()) }
}
