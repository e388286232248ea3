package eu.iot4emissions.topic

import eu.iot4emissions.Native
import eu.iot4emissions.TopicException
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.TopicParts
import eu.iot4emissions.internal.topicParts
import eu.iot4emissions.internal.topicText

/**
 * One device's topic in one of the four families. There is no other topic in the protocol.
 *
 * Shape: `iot4emissions/<family>/<device ID>`, which [toString] gives and [parse] reads.
 * Clauses: P-3.1 to P-3.4; JRC127600 §3.1.1.
 *
 * @property kind which of the four it is
 * @property device whose topic it is
 */
public data class Topic(public val kind: TopicKind, public val device: DeviceId) {
    /** The topic name as brokers have it. */
    public val text: String
        get() = Native.call { topicText(toInternal()) }

    override fun toString(): String = text

    public companion object {
        /**
         * Reads a topic name as a broker delivers it.
         *
         * @throws TopicException for any other text
         */
        @JvmStatic
        public fun parse(text: String): Topic {
            val parts = Native.call { topicParts(text) }
            return Topic(parts.kind.toFacade(), DeviceId(parts.device))
        }
    }
}

internal fun Topic.toInternal() = TopicParts(kind.toInternal(), device.text)
