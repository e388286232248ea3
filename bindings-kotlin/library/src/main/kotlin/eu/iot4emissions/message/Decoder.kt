package eu.iot4emissions.message

import eu.iot4emissions.DecodeException
import eu.iot4emissions.Native
import eu.iot4emissions.columns.TransferBatch
import eu.iot4emissions.columns.TransferColumns
import eu.iot4emissions.internal.DecodeOptions
import eu.iot4emissions.internal.DecodedMessage
import eu.iot4emissions.internal.HotPath
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
 * Reads the payloads of messages. It may be shared by threads, each of which keeps 16 KiB beside the
 * heap for it, and about 1 MiB once it has called [columns].
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

    private val hotPathOptions =
        (if (profile == Profile.TOLERANT) HotPath.TOLERANT else 0) or
            (if (nullIsAbsent) HotPath.NULL_IS_ABSENT else 0)

    /**
     * The message of [payload], which came on a topic of [kind]: accepted or refused whole
     * (P-5.3).
     *
     * @throws DecodeException with every problem of the payload
     */
    public fun decode(kind: TopicKind, payload: ByteArray): Decoded {
        if (kind == TopicKind.DATA_DEVICE) {
            quickly(payload)?.let { return Decoded(it, emptyList(), emptyMap()) }
        }
        return thoroughly(kind, payload)
    }

    /**
     * The Data Transfer of [payload], however it deviates: for those who do not ask how.
     *
     * @throws DecodeException with every problem of the payload
     */
    public fun decodeTransfer(payload: ByteArray): DataTransfer =
        quickly(payload) ?: thoroughly(TopicKind.DATA_DEVICE, payload).message as DataTransfer

    /**
     * What becomes of each of [payloads], which came on topics of [kind], in their order: one that
     * is refused costs the others nothing (P-5.3). For numbers, [columns] is faster by far.
     */
    public fun decodeAll(kind: TopicKind, payloads: Iterable<ByteArray>): List<DecodeResult> =
        Collections.unmodifiableList(payloads.map { payload ->
            try {
                DecodeResult.Accepted(decode(kind, payload))
            } catch (error: DecodeException) {
                DecodeResult.Refused(error)
            }
        })

    /**
     * The snapshots of many Data Transfers as columns, and what was refused: the row of a snapshot
     * is its payload's place in [payloads], from 0 (P-5.3, P-5.40 to P-5.43). No device is known.
     */
    public fun columns(payloads: Iterable<ByteArray>): TransferColumns {
        Native.ready()
        val batch = TransferBatch(options, hotPathOptions)
        payloads.forEach(batch::add)
        return batch.finish()
    }

    private fun quickly(payload: ByteArray): DataTransfer? {
        Native.ready()
        return TransferScratch.ofThread().decode(payload, hotPathOptions)
    }

    /** By UniFFI alone, which tells deviations and problems. */
    internal fun thoroughly(kind: TopicKind, payload: ByteArray): Decoded =
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
    deviationCounts(counts.map { it.toLong() }),
)

/** How often each deviation was met, given one number for each in their order. */
internal fun deviationCounts(counts: List<Long>): Map<DeviationCode, Long> =
    Collections.unmodifiableMap(
        counts.withIndex().filter { it.value > 0 }
            .associate { DeviationCode.entries[it.index] to it.value },
    )
