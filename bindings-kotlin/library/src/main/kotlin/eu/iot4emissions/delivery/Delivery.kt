package eu.iot4emissions.delivery

import eu.iot4emissions.Native
import eu.iot4emissions.topic.TopicKind
import eu.iot4emissions.topic.toFacade
import eu.iot4emissions.topic.toInternal

/**
 * How the messages of one topic family travel: who publishes what to whom, on which broker and how.
 *
 * Clauses: P-3.1 to P-3.6; JRC127600 §3.1, §3.2 Table 3.
 *
 * @property kind the topic family
 * @property publisher who publishes
 * @property subscriber who subscribes
 * @property broker the only broker on which the family exists (P-4.3)
 * @property qos the quality of service of publishing and of subscribing (P-3.5)
 * @property retained whether the publisher sets RETAIN, so that the broker keeps the last message
 *   for whoever subscribes later (P-3.6)
 */
@ConsistentCopyVisibility
public data class Delivery private constructor(
    public val kind: TopicKind,
    public val publisher: Party,
    public val subscriber: Party,
    public val broker: BrokerRole,
    public val qos: QoS,
    public val retained: Boolean,
) {
    public companion object {
        /** How the messages of [kind] travel. */
        @JvmStatic
        public fun of(kind: TopicKind): Delivery {
            val row = Native.call { eu.iot4emissions.internal.delivery(kind.toInternal()) }
            return Delivery(
                kind = row.kind.toFacade(),
                publisher = row.publisher.toFacade(),
                subscriber = row.subscriber.toFacade(),
                broker = row.broker.toFacade(),
                qos = row.qos.toFacade(),
                retained = row.retained,
            )
        }
    }
}
