package eu.iot4emissions.runner

import java.io.IOException

/**
 * Where a device's record is kept (P-6.2). It is kept like the private key: the device's secret is
 * in it (P-6.3). The runner calls one function at a time, on a thread that may block.
 */
public interface RecordStore {
    /**
     * The record that was stored last; null where there is none.
     *
     * @throws IOException where it cannot be told
     */
    public fun read(): ByteArray?

    /**
     * Stores the record in place of the one before. On return it is durable; a power loss before
     * leaves the one before or this one, never a part.
     *
     * @throws IOException where it is not stored; the one before is still there
     */
    public fun replace(record: ByteArray)

    /**
     * Deletes the record, if there is one. On return that is durable.
     *
     * @throws IOException where it is not deleted
     */
    public fun delete()
}
