package eu.iot4emissions.runner

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardCopyOption.REPLACE_EXISTING
import java.nio.file.StandardOpenOption.CREATE
import java.nio.file.StandardOpenOption.READ
import java.nio.file.StandardOpenOption.TRUNCATE_EXISTING
import java.nio.file.StandardOpenOption.WRITE

/**
 * The record in a file: written beside it, flushed, renamed, and the folder flushed, so that a
 * power loss leaves the old record or the new one (P-6.2).
 *
 * @param path the file; its folder exists. `<path>.new` is written beside it
 */
public class FileRecordStore(path: Path) : RecordStore {
    private val path: Path = path.toAbsolutePath()
    private val new: Path = this.path.resolveSibling("${path.fileName}.new")

    override fun read(): ByteArray? = try {
        Files.readAllBytes(path)
    } catch (_: NoSuchFileException) {
        null
    }

    override fun replace(record: ByteArray) {
        try {
            FileChannel.open(new, CREATE, WRITE, TRUNCATE_EXISTING).use { file ->
                val left = ByteBuffer.wrap(record)
                while (left.hasRemaining()) file.write(left)
                // The bytes before the name: a file that bears the name is complete.
                file.force(true)
            }
            written()
            Files.move(new, path, ATOMIC_MOVE, REPLACE_EXISTING)
        } catch (error: IOException) {
            // On a disk that is full, its bytes are the next attempt's room.
            runCatching { Files.deleteIfExists(new) }
            throw error
        }
        flushFolder()
    }

    override fun delete() {
        Files.deleteIfExists(new)
        if (Files.deleteIfExists(path)) flushFolder()
    }

    /** The new record is written, and does not bear the name yet: tests stop here. */
    internal var written: () -> Unit = {}

    /** The name is durable with its folder only. Where a folder cannot be opened, as on Windows, the system sees to it. */
    private fun flushFolder() {
        if (path.fileSystem.supportedFileAttributeViews().contains("posix")) {
            FileChannel.open(path.parent, READ).use { it.force(true) }
        }
    }

    override fun toString(): String = "FileRecordStore($path)"
}
