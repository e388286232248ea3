package eu.iot4emissions.delivery

import eu.iot4emissions.Native
import eu.iot4emissions.internal.qosLevel

/** An MQTT quality of service. The protocol uses one throughout (P-3.5). */
public enum class QoS {
    /** QoS 1: acknowledged, and repeated until it is. Every receiver tolerates duplicates. */
    AT_LEAST_ONCE,
    ;

    /** The number in MQTT packets: 1. */
    public val level: Int by lazy { Native.call { qosLevel(toInternal()) }.toInt() }
}

internal fun QoS.toInternal() = eu.iot4emissions.internal.QoS.entries[ordinal]

internal fun eu.iot4emissions.internal.QoS.toFacade() = QoS.entries[ordinal]
