package eu.iot4emissions.device

/**
 * A reason code of MQTT 5 (§2.4) with which a broker refuses a subscription or a publish. MQTT 3.1.1
 * knows one for subscriptions, 0x80, and none for publishes.
 *
 * @property code 0 to 255
 * @throws IllegalArgumentException for another number
 */
public data class ReasonCode(public val code: Int) {
    init {
        byte("reason code", code)
    }

    /** Such as `0x97`. */
    override fun toString(): String = "0x%02x".format(code)
}

internal fun ReasonCode.toInternal(): UByte = code.toUByte()

internal fun UByte.toReasonCode() = ReasonCode(toInt())
