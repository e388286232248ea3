package eu.iot4emissions.topic

import eu.iot4emissions.Native
import eu.iot4emissions.TopicException
import eu.iot4emissions.internal.topicNameCheck

/**
 * A text that MQTT lets a client publish to; most are no [Topic] of this protocol.
 *
 * Shape: 1 to 65,535 bytes of UTF-8 without U+0000, `+` and `#`. Clauses: P-3.8; MQTT 3.1.1 §4.7,
 * §1.5.3.
 *
 * @property text the name
 */
@JvmInline
public value class TopicName private constructor(public val text: String) {
    override fun toString(): String = text

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(text: String): TopicName = TopicName(text)

        /**
         * The topic name of this text.
         *
         * @throws TopicException if it is none
         */
        @JvmStatic
        public fun of(text: String): TopicName {
            Native.call { topicNameCheck(text) }
            return TopicName(text)
        }
    }
}
