package eu.iot4emissions.columns

import eu.iot4emissions.identity.DeviceId

/**
 * The payload of one message, and who sent it.
 *
 * @property device the text that is to say who sent it, or null where nothing does: one that is no
 *   device ID is a rejected row, whose payload is not looked at (P-2.1)
 * @property payload the bytes as they came; they are not copied
 */
public class SentTransfer(public val device: String?, public val payload: ByteArray) {
    /** A payload whose sender is known. */
    public constructor(device: DeviceId, payload: ByteArray) : this(device.text, payload)
}
