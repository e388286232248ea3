package eu.iot4emissions.topic

import eu.iot4emissions.Native
import eu.iot4emissions.internal.topicPrefix

/**
 * The four topic families (P-3.1 to P-3.4).
 *
 * @property text the family's level in a topic, such as `dataDevice`
 */
public enum class TopicKind(public val text: String) {
    /** A device's Registration Request (P-3.1). */
    REGISTER_DEVICE("registerDevice"),

    /** The Registration Service's Registration Status (P-3.2). */
    REGISTER_SERVER("registerServer"),

    /** The Data Service's Configuration Status (P-3.3). */
    CONFIG_SERVER("configServer"),

    /** A device's Data Transfer (P-3.4). */
    DATA_DEVICE("dataDevice"),
    ;

    /** What stands before the device ID, such as `iot4emissions/dataDevice/`. */
    public val prefix: String by lazy { Native.call { topicPrefix(toInternal()) } }
}

internal fun TopicKind.toInternal() = eu.iot4emissions.internal.TopicKind.entries[ordinal]

internal fun eu.iot4emissions.internal.TopicKind.toFacade() = TopicKind.entries[ordinal]
