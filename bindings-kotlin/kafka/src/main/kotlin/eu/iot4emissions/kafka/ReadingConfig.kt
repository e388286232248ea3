package eu.iot4emissions.kafka

import eu.iot4emissions.message.Decoder
import eu.iot4emissions.message.Profile
import org.apache.kafka.common.config.ConfigException

/** How strictly deserializers read, as the configuration of a consumer or of Streams says it. */
public object ReadingConfig {
    /** `tolerant`, which is the default, or `strict` (P-5.2). */
    public const val PROFILE: String = "iot4emissions.profile"

    /**
     * Whether a member that is `null` counts as one that is not there: `false`, which is the
     * default, or `true` (P-5.3).
     */
    public const val NULL_IS_ABSENT: String = "iot4emissions.null.is.absent"

    /** The decoder that these settings ask for; what they leave out stays as [otherwise] has it. */
    internal fun decoder(
        settings: Map<String, *>,
        otherwise: Decoder,
        profileName: String = PROFILE,
        nullIsAbsentName: String = NULL_IS_ABSENT,
    ): Decoder = Decoder(
        settings[profileName]?.let { profile(profileName, it) } ?: otherwise.profile,
        settings[nullIsAbsentName]?.let { truth(nullIsAbsentName, it) } ?: otherwise.nullIsAbsent,
    )

    private fun profile(name: String, value: Any): Profile =
        value as? Profile
            ?: Profile.entries.find { it.name.lowercase() == value }
            ?: throw ConfigException(name, value, "expected tolerant or strict")

    private fun truth(name: String, value: Any): Boolean = when (value) {
        true, "true" -> true
        false, "false" -> false
        else -> throw ConfigException(name, value, "expected true or false")
    }
}
