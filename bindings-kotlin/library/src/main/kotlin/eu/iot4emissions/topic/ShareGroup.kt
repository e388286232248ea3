package eu.iot4emissions.topic

import eu.iot4emissions.Native
import eu.iot4emissions.SubscriptionException
import eu.iot4emissions.internal.shareGroupCheck

/**
 * The name of a group of clients that share a subscription, each message going to one of them
 * (P-3.7).
 *
 * Shape: not empty, without U+0000, `/`, `+` and `#` (MQTT 5 §4.8.2).
 *
 * @property text the name
 */
@JvmInline
public value class ShareGroup private constructor(public val text: String) {
    override fun toString(): String = text

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(text: String): ShareGroup = ShareGroup(text)

        /**
         * The group of this name.
         *
         * @throws SubscriptionException if it is none
         */
        @JvmStatic
        public fun of(text: String): ShareGroup {
            Native.call { shareGroupCheck(text) }
            return ShareGroup(text)
        }
    }
}
