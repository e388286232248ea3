package eu.iot4emissions.services.data

import eu.iot4emissions.ConfigurationException
import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.TimeException
import eu.iot4emissions.internal.configurationVersionCheck
import eu.iot4emissions.internal.tombstoneFromJson
import eu.iot4emissions.internal.tombstoneToJson
import eu.iot4emissions.services.call.Sequence
import eu.iot4emissions.services.call.toInternal
import eu.iot4emissions.services.toStoredInstant
import eu.iot4emissions.toWholeUnixSeconds
import java.time.Instant

/**
 * That a device was forgotten, and nothing of what: neither the device nor its vehicle (P-7.14). A
 * service finds it by a keyed hash of the device ID.
 *
 * @property last the number of the last call: one that was sent before takes no effect (P-5.51)
 * @property forgotten when the data was erased, a whole second
 * @property version the version that its configuration had, above which one goes on that is
 *   introduced again (P-6.8); null where it had none
 */
@ConsistentCopyVisibility
public data class Tombstone private constructor(
    public val last: Sequence,
    public val forgotten: Instant,
    public val version: Long?,
) {
    /** Its JSON form, for a database (P-7.14). */
    public fun toJson(): String = Native.call { tombstoneToJson(toInternal()) }

    public companion object {
        /**
         * The tombstone of these parts.
         *
         * @throws TimeException if the time is before 1970, or no whole second
         * @throws ConfigurationException if the version is none
         */
        @JvmStatic
        @JvmOverloads
        public fun of(last: Sequence, forgotten: Instant, version: Long? = null): Tombstone {
            forgotten.toWholeUnixSeconds()
            version?.let { Native.call { configurationVersionCheck(it) } }
            return Tombstone(last, forgotten, version)
        }

        /**
         * The tombstone of this JSON form, as [toJson] writes it.
         *
         * @throws JsonFormException for any other text
         */
        @JvmStatic
        public fun fromJson(text: String): Tombstone = of(Native.call { tombstoneFromJson(text) })

        @JvmSynthetic
        internal fun of(parts: eu.iot4emissions.internal.Tombstone): Tombstone = Tombstone(
            Sequence(parts.last), parts.forgotten.toStoredInstant(), parts.version?.toLong(),
        )
    }
}

internal fun Tombstone.toInternal() = eu.iot4emissions.internal.Tombstone(
    last.toInternal(), version?.toUInt(), forgotten.toWholeUnixSeconds(),
)
