package eu.iot4emissions.kafka

import eu.iot4emissions.DecodeException
import eu.iot4emissions.ProtocolException
import eu.iot4emissions.message.DeviationCode
import org.apache.kafka.common.header.Headers

/** The headers that records get here. Their values are texts in UTF-8. */
public object RecordHeader {
    /** What is wrong, such as `missing-member` (P-5.3). */
    public const val CODE: String = "iot4emissions.code"

    /** Where, as a JSON Pointer (RFC 6901); empty where it is the whole, or the device ID. */
    public const val POINTER: String = "iot4emissions.pointer"

    /** How many problems there are, of which code and pointer say the first. */
    public const val PROBLEMS: String = "iot4emissions.problems"

    /** The topic of the record that was refused. */
    public const val TOPIC: String = "iot4emissions.topic"

    /** The partition of the record that was refused. */
    public const val PARTITION: String = "iot4emissions.partition"

    /** The offset of the record that was refused. */
    public const val OFFSET: String = "iot4emissions.offset"

    /** How an accepted payload deviates (P-5.4): `null-member=1,table-name=2`. */
    public const val DEVIATIONS: String = "iot4emissions.deviations"

    private val refusals = listOf(CODE, POINTER, PROBLEMS, TOPIC, PARTITION, OFFSET)

    /** Leaves out what an earlier refusal of the same record said. */
    internal fun clear(headers: Headers) {
        refusals.forEach(headers::remove)
    }

    internal fun refusal(headers: Headers, code: String, pointer: String, problems: Long) {
        clear(headers)
        set(headers, CODE, code)
        set(headers, POINTER, pointer)
        set(headers, PROBLEMS, problems.toString())
    }

    internal fun origin(headers: Headers, topic: String, partition: Int, offset: Long) {
        set(headers, TOPIC, topic)
        set(headers, PARTITION, partition.toString())
        set(headers, OFFSET, offset.toString())
    }

    /** Says how a payload deviates, and nothing where it does not. */
    internal fun deviations(headers: Headers, counts: Map<DeviationCode, Long>) {
        headers.remove(DEVIATIONS)
        if (counts.isNotEmpty()) set(headers, DEVIATIONS, text(counts))
    }

    internal fun text(counts: Map<DeviationCode, Long>): String =
        counts.entries.map { "${it.key.text}=${it.value}" }.sorted().joinToString(",")

    private fun set(headers: Headers, name: String, text: String) {
        headers.remove(name)
        headers.add(name, text.encodeToByteArray())
    }
}

/** How many problems a refusal stands for. */
internal val ProtocolException.problems: Long get() = (this as? DecodeException)?.count ?: 1
