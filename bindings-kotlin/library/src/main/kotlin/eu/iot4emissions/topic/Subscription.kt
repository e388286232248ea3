package eu.iot4emissions.topic

import eu.iot4emissions.Native
import eu.iot4emissions.SubscriptionException
import eu.iot4emissions.internal.SubscriptionParts
import eu.iot4emissions.internal.subscriptionParts
import eu.iot4emissions.internal.subscriptionText

/**
 * What a SUBSCRIBE packet may carry: a filter, or a filter that several clients of a group share.
 *
 * Shape: `<filter>` or `$share/<group>/<filter>`, at most 65,535 bytes in all; [toString] gives it
 * and [parse] reads it. Whether somebody may share is said by
 * [maySubscribe][eu.iot4emissions.access.maySubscribe]. Clauses: P-3.7, P-3.8; MQTT 5 §4.8.2.
 *
 * @property filter the filter, without `$share/` and the group
 * @property group the group, null where the subscription is not shared
 */
@ConsistentCopyVisibility
public data class Subscription private constructor(
    public val filter: TopicFilter,
    public val group: ShareGroup?,
) {
    /** What stands in the packet. */
    public val text: String
        get() = Native.call { subscriptionText(SubscriptionParts(filter.text, group?.text)) }

    override fun toString(): String = text

    public companion object {
        /** The subscription of [filter] alone. */
        @JvmStatic
        public fun of(filter: TopicFilter): Subscription = Subscription(filter, null)

        /**
         * The subscription of [filter] that the clients of [group] share.
         *
         * @throws SubscriptionException with code `too-long` if both are too long together
         */
        @JvmStatic
        public fun shared(group: ShareGroup, filter: TopicFilter): Subscription {
            val subscription = Subscription(filter, group)
            // Whether it can be written.
            subscription.text
            return subscription
        }

        /**
         * Reads what a SUBSCRIBE packet carries.
         *
         * @throws SubscriptionException or [eu.iot4emissions.TopicFilterException] if it is no
         *   subscription
         */
        @JvmStatic
        public fun parse(text: String): Subscription {
            val parts = Native.call { subscriptionParts(text) }
            return Subscription(TopicFilter(parts.filter), parts.group?.let { ShareGroup(it) })
        }
    }
}
