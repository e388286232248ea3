package eu.iot4emissions.topic

import eu.iot4emissions.Native
import eu.iot4emissions.TopicFilterException
import eu.iot4emissions.internal.topicFilterAllDevices
import eu.iot4emissions.internal.topicFilterCheck
import eu.iot4emissions.internal.topicFilterCovers
import eu.iot4emissions.internal.topicFilterMatches
import eu.iot4emissions.internal.topicFilterOf

/**
 * What a client subscribes to: a topic name in which levels may be wildcards.
 *
 * Shape: 1 to 65,535 bytes of UTF-8 without U+0000; `+` and `#` only as whole levels, `#` only as
 * the last one. Compared by text; whether one matches as much as another is said by [covers].
 * Clauses: P-3.7, P-3.8; MQTT 3.1.1 §4.7.
 *
 * @property text the filter
 */
@JvmInline
public value class TopicFilter private constructor(public val text: String) {
    /**
     * Whether a message on [topic], any text, is delivered to a subscriber of the filter (P-3.8).
     */
    public fun matches(topic: String): Boolean =
        Native.call { topicFilterMatches(text, topic) }

    /** Whether a message on [topic] is delivered to a subscriber of the filter (P-3.8). */
    public fun matches(topic: Topic): Boolean = matches(topic.text)

    /** Whether the filter matches every topic that [other] can match; exact (P-3.8). */
    public fun covers(other: TopicFilter): Boolean =
        Native.call { topicFilterCovers(text, other.text) }

    override fun toString(): String = text

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(text: String): TopicFilter = TopicFilter(text)

        /**
         * The topic filter of this text.
         *
         * @throws TopicFilterException if it is none
         */
        @JvmStatic
        public fun of(text: String): TopicFilter {
            Native.call { topicFilterCheck(text) }
            return TopicFilter(text)
        }

        /** The filter that matches [topic] and nothing else: what a device subscribes (P-3.7). */
        @JvmStatic
        public fun of(topic: Topic): TopicFilter =
            TopicFilter(Native.call { topicFilterOf(topic.toInternal()) })

        /**
         * The filter by which a service subscribes a family, such as `iot4emissions/dataDevice/+`
         * (P-3.7).
         */
        @JvmStatic
        public fun allDevices(kind: TopicKind): TopicFilter =
            TopicFilter(Native.call { topicFilterAllDevices(kind.toInternal()) })
    }
}
