package eu.iot4emissions.services.data

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.deviceEntryFromJson
import eu.iot4emissions.internal.deviceEntryToJson
import eu.iot4emissions.services.call.Sequence
import eu.iot4emissions.internal.DeviceEntry as InternalEntry

/** What the Data Service stores of a device: its record, or that it was forgotten (P-7.14). */
public sealed interface DeviceEntry {
    /** The record, where the device is known. */
    public val deviceRecord: DeviceRecord? get() = null

    /** The number of the last call (P-5.51). */
    public val last: Sequence

    /**
     * Whether everything of the device is to be gone: snapshots, those that conflict, quarantined
     * payloads, notices, the record itself, and the retained configuration, by a zero-length
     * payload.
     */
    public val isForgotten: Boolean get() = deviceRecord == null

    /** The JSON form: that of the record or the tombstone, and which of them it is. */
    public fun toJson(): String = Native.call { deviceEntryToJson(toInternal()) }

    /**
     * It was introduced.
     *
     * @property record its record
     */
    public data class Introduced(public val record: DeviceRecord) : DeviceEntry {
        override val deviceRecord: DeviceRecord get() = record

        override val last: Sequence get() = record.last.sequence
    }

    /**
     * It was, and all of it is erased.
     *
     * @property tombstone that it was
     */
    public data class Forgotten(public val tombstone: Tombstone) : DeviceEntry {
        override val last: Sequence get() = tombstone.last
    }

    public companion object {
        /**
         * What is stored, by its JSON form.
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): DeviceEntry =
            Native.call { deviceEntryFromJson(text) }.toFacade()
    }
}

internal fun DeviceEntry.toInternal(): InternalEntry = when (this) {
    is DeviceEntry.Introduced -> InternalEntry.Introduced(record.toInternal())
    is DeviceEntry.Forgotten -> InternalEntry.Forgotten(tombstone.toInternal())
}

internal fun InternalEntry.toFacade(): DeviceEntry = when (this) {
    is InternalEntry.Introduced -> DeviceEntry.Introduced(DeviceRecord.of(v1))
    is InternalEntry.Forgotten -> DeviceEntry.Forgotten(Tombstone.of(v1))
}
