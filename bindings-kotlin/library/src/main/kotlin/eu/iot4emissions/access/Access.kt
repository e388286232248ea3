@file:JvmName("Access")

package eu.iot4emissions.access

import eu.iot4emissions.Native
import eu.iot4emissions.delivery.BrokerRole
import eu.iot4emissions.delivery.toInternal
import eu.iot4emissions.topic.Subscription
import eu.iot4emissions.topic.Topic
import eu.iot4emissions.topic.TopicFilter
import eu.iot4emissions.topic.TopicName

/**
 * Whether [principal] may publish to [topic] on [broker], with RETAIN set if [retain].
 *
 * [topic] is the text of a PUBLISH packet, which may be anything; it must be a topic of the
 * protocol with a valid device ID. Clauses: P-4.1 to P-4.3; JRC127600 §3.1.2.
 *
 * @throws eu.iot4emissions.TextException if no packet can carry the text
 */
@JvmOverloads
public fun mayPublish(
    principal: Principal,
    broker: BrokerRole,
    topic: String,
    retain: Boolean = false,
): Decision = Native.call {
    eu.iot4emissions.internal.mayPublish(principal.toInternal(), broker.toInternal(), topic, retain)
}.toFacade()

/** Whether [principal] may publish to [topic] on [broker], with RETAIN set if [retain] (P-4.1 to P-4.3). */
@JvmOverloads
public fun mayPublish(
    principal: Principal,
    broker: BrokerRole,
    topic: Topic,
    retain: Boolean = false,
): Decision = mayPublish(principal, broker, topic.text, retain)

/** Whether [principal] may publish to [topic] on [broker], with RETAIN set if [retain] (P-4.1 to P-4.3). */
@JvmOverloads
public fun mayPublish(
    principal: Principal,
    broker: BrokerRole,
    topic: TopicName,
    retain: Boolean = false,
): Decision = mayPublish(principal, broker, topic.text, retain)

/**
 * Whether [principal] may subscribe [filter] on [broker]: every topic that it can match must be one
 * that the principal may receive.
 *
 * [filter] is the text of a SUBSCRIBE packet, which may be anything, a shared subscription included.
 * Clauses: P-4.1 to P-4.3, P-3.7; JRC127600 §3.1.2.
 *
 * @throws eu.iot4emissions.TextException if no packet can carry the text
 */
public fun maySubscribe(principal: Principal, broker: BrokerRole, filter: String): Decision =
    Native.call {
        eu.iot4emissions.internal.maySubscribe(principal.toInternal(), broker.toInternal(), filter)
    }.toFacade()

/** Whether [principal] may subscribe [filter] on [broker] (P-4.1 to P-4.3, P-3.7). */
public fun maySubscribe(principal: Principal, broker: BrokerRole, filter: TopicFilter): Decision =
    maySubscribe(principal, broker, filter.text)

/** Whether [principal] may make the [subscription] on [broker] (P-4.1 to P-4.3, P-3.7). */
public fun maySubscribe(
    principal: Principal,
    broker: BrokerRole,
    subscription: Subscription,
): Decision = maySubscribe(principal, broker, subscription.text)

/** Whether [principal] may subscribe [topic] and nothing else on [broker] (P-4.1 to P-4.3). */
public fun maySubscribe(principal: Principal, broker: BrokerRole, topic: Topic): Decision =
    maySubscribe(principal, broker, topic.text)

/**
 * Whether [broker] may deliver a message on [topic], any text, to [principal].
 *
 * For a service this is every topic that its filter matches, also one whose last level is no device
 * ID: MQTT has no narrower wildcard. Clauses: P-4.1 to P-4.3; JRC127600 §3.1.2.
 *
 * @throws eu.iot4emissions.TextException if no packet can carry the text
 */
public fun mayReceive(principal: Principal, broker: BrokerRole, topic: String): Decision =
    Native.call {
        eu.iot4emissions.internal.mayReceive(principal.toInternal(), broker.toInternal(), topic)
    }.toFacade()

/** Whether [broker] may deliver a message on [topic] to [principal] (P-4.1 to P-4.3). */
public fun mayReceive(principal: Principal, broker: BrokerRole, topic: Topic): Decision =
    mayReceive(principal, broker, topic.text)

/** Whether [broker] may deliver a message on [topic] to [principal] (P-4.1 to P-4.3). */
public fun mayReceive(principal: Principal, broker: BrokerRole, topic: TopicName): Decision =
    mayReceive(principal, broker, topic.text)
