package eu.iot4emissions.message

import eu.iot4emissions.DecodeException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.DecodeOptions
import eu.iot4emissions.internal.DecodedMessage
import eu.iot4emissions.internal.messageDecode
import eu.iot4emissions.internal.messageIsCanonical
import eu.iot4emissions.topic.TopicKind
import eu.iot4emissions.topic.toInternal
import java.util.Collections

/** How strictly a payload is read (P-5.2). */
public enum class Profile {
    /** The canonical forms only, whatever the white space, member order and escapes. */
    STRICT,

    /** Also what the report shows elsewhere, each told as a [Deviation]. */
    TOLERANT,
}

/**
 * A message, and how its payload deviated (P-5.2, P-5.4).
 *
 * @property message the message
 * @property deviations the first 64 of them, in the order in which they were met
 * @property counts how many there are by their codes, listed or not
 */
public data class Decoded(
    public val message: Message,
    public val deviations: List<Deviation>,
    public val counts: Map<DeviationCode, Long>,
)

/**
 * Reads the payloads of messages. It holds nothing and may be shared by threads.
 *
 * @property profile how strictly
 * @property nullIsAbsent whether a member that is `null` counts as one that is not there, as data
 *   frames write it: a deviation, `null-member`
 */
public class Decoder @JvmOverloads constructor(
    public val profile: Profile = Profile.TOLERANT,
    public val nullIsAbsent: Boolean = false,
) {
    private val options = DecodeOptions(
        eu.iot4emissions.internal.Profile.entries[profile.ordinal], nullIsAbsent,
    )

    /**
     * The message of [payload], which came on a topic of [kind]: accepted or refused whole
     * (P-5.3).
     *
     * @throws DecodeException with every problem of the payload
     */
    public fun decode(kind: TopicKind, payload: ByteArray): Decoded =
        Native.call { messageDecode(kind.toInternal(), payload, options) }.toFacade()

    public companion object {
        /** Whether [payload] is, byte by byte, the canonical one of its message (P-5.1). */
        @JvmStatic
        public fun isCanonical(kind: TopicKind, payload: ByteArray): Boolean =
            Native.call { messageIsCanonical(kind.toInternal(), payload) }
    }
}

internal fun DecodedMessage.toFacade() = Decoded(
    message.toFacade(),
    Collections.unmodifiableList(
        deviations.map { Deviation(it.code.toFacade(), it.pointer, it.clause) },
    ),
    Collections.unmodifiableMap(
        counts.withIndex().filter { it.value > 0u }
            .associate { DeviationCode.entries[it.index] to it.value.toLong() },
    ),
)
