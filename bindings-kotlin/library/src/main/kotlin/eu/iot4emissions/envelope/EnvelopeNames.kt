package eu.iot4emissions.envelope

import eu.iot4emissions.Native
import eu.iot4emissions.internal.envelopeNamesDefault
import eu.iot4emissions.internal.envelopeNamesPreset
import eu.iot4emissions.internal.envelopeNamesPresets
import java.util.Collections

/** The unit of a time that is a number. */
public enum class TimeUnit {
    /** Seconds since 1970-01-01T00:00:00Z, with decimals or without. */
    SECONDS,

    /** Milliseconds since 1970-01-01T00:00:00Z. */
    MILLISECONDS,
}

/**
 * What the members of an envelope are called.
 *
 * @property device the member with the device ID (P-2.1)
 * @property topic the member with the topic, which names the device, too (P-3.4)
 * @property payload the member with the payload
 * @property received the member that says when the message was received: a number of
 *   [receivedUnit], or a text by RFC 3339
 * @property receivedUnit the unit of that number
 * @throws IllegalArgumentException if two members have one name
 */
public data class EnvelopeNames(
    public val device: String,
    public val topic: String,
    public val payload: String,
    public val received: String,
    public val receivedUnit: TimeUnit,
) {
    init {
        require(setOf(device, topic, payload, received).size == MEMBERS) {
            "names: expected a name of its own for each member, found one for two"
        }
    }

    public companion object {
        private const val MEMBERS = 4

        /** `device`, `topic`, `payload`, and `received` in seconds. */
        @JvmStatic
        public val default: EnvelopeNames by lazy { Native.call { envelopeNamesDefault() }.toFacade() }

        /** The sinks that [preset] knows, such as `aws-iot`. */
        @JvmStatic
        public val presets: List<String> by lazy {
            Collections.unmodifiableList(Native.call { envelopeNamesPresets() })
        }

        /**
         * The names that a widely used sink writes.
         *
         * @throws IllegalArgumentException if it is none of [presets]
         */
        @JvmStatic
        public fun preset(name: String): EnvelopeNames =
            requireNotNull(Native.call { envelopeNamesPreset(name) }) {
                "names: expected one of ${presets.joinToString()}, found another text"
            }.toFacade()
    }
}

internal fun EnvelopeNames.toInternal() = eu.iot4emissions.internal.EnvelopeNames(
    device, topic, payload, received,
    eu.iot4emissions.internal.TimeUnit.entries[receivedUnit.ordinal],
)

private fun eu.iot4emissions.internal.EnvelopeNames.toFacade() =
    EnvelopeNames(device, topic, payload, received, TimeUnit.entries[receivedUnit.ordinal])
