package eu.iot4emissions.device

/**
 * The bytes of a message, as they are sent or came: two of the same bytes are equal. A Registration
 * Request has a VIN in it, so [toString] shows the length alone (P-1.5).
 */
public class Payload private constructor(private val bytes: ByteArray) {
    /** The number of bytes. */
    public val size: Int get() = bytes.size

    /** The bytes: a copy. */
    public fun toByteArray(): ByteArray = bytes.copyOf()

    override fun equals(other: Any?): Boolean = other is Payload && bytes.contentEquals(other.bytes)

    override fun hashCode(): Int = bytes.contentHashCode()

    override fun toString(): String = "<$size bytes>"

    /** Without a copy: not to be written to. */
    internal fun bytes(): ByteArray = bytes

    public companion object {
        /** The payload of these bytes, which are copied. */
        @JvmStatic
        public fun of(bytes: ByteArray): Payload = Payload(bytes.copyOf())

        /** The payload of [text] in UTF-8. */
        @JvmStatic
        public fun of(text: String): Payload = Payload(text.encodeToByteArray())

        internal fun owning(bytes: ByteArray) = Payload(bytes)
    }
}
