package eu.iot4emissions.runner

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.Paths
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir

class FileRecordStoreTest {
    @TempDir
    lateinit var folder: Path

    private val path by lazy { folder.resolve("device.record") }
    private val store by lazy { FileRecordStore(path) }
    private val first = ByteArray(500) { 1 }
    private val second = ByteArray(70_000) { 2 }

    private fun files() = Files.list(folder).use { files -> files.map { "${it.fileName}" }.toList() }

    @Test
    fun `P-6_2 stores in place of what was there, and deletes`() {
        assertNull(store.read())
        store.replace(first)
        store.replace(second)
        assertArrayEquals(second, FileRecordStore(path).read())
        assertEquals(listOf("device.record"), files())
        store.replace(first)
        assertArrayEquals(first, store.read())
        store.delete()
        store.delete()
        assertNull(store.read())
        assertEquals(emptyList<String>(), files())
    }

    private class PowerLoss : Error()

    @Test
    fun `P-6_2 a power loss between writing and renaming leaves the old record`() {
        store.replace(first)
        store.written = { throw PowerLoss() }
        assertThrows<PowerLoss> { store.replace(second) }
        val after = FileRecordStore(path)
        assertArrayEquals(first, after.read())
        after.replace(second)
        assertArrayEquals(second, after.read())
        assertEquals(listOf("device.record"), files())
    }

    @Test
    fun `P-6_2 a disk that becomes full leaves the old record and its room`() {
        // Only root may mount, and a container may not let it.
        val disk = Files.createDirectory(folder.resolve("disk"))
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "$disk"), "no tmpfs may be mounted")
        try {
            val store = FileRecordStore(disk.resolve("device.record"))
            store.replace(first)
            assertThrows<IOException> { store.replace(second) }
            assertArrayEquals(first, store.read())
            assertFalse(Files.exists(disk.resolve("device.record.new")))
            store.replace(second.copyOf(5_000))
            assertEquals(5_000, store.read()?.size)
        } finally {
            run("umount", "$disk")
        }
    }

    @Test
    fun `what is no file to write is an IOException`() {
        assertThrows<IOException> { FileRecordStore(folder.resolve("no/folder")).replace(first) }
        assertNull(FileRecordStore(folder.resolve("no/folder")).read())
        Files.createDirectory(path)
        assertThrows<IOException> { store.read() }
        Files.createDirectory(folder.resolve("device.record.new"))
        assertThrows<IOException> { store.replace(first) }
        // A device that takes no byte.
        Files.createSymbolicLink(folder.resolve("full.new"), Paths.get("/dev/full"))
        assertThrows<IOException> { FileRecordStore(folder.resolve("full")).replace(first) }
    }

    private fun run(vararg command: String) = try {
        ProcessBuilder(*command).redirectErrorStream(true).start().waitFor() == 0
    } catch (_: IOException) {
        false
    }
}
