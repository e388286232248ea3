package eu.iot4emissions.kafka.connect

import eu.iot4emissions.kafka.ReadingConfig
import eu.iot4emissions.message.Decoder
import org.apache.kafka.common.config.AbstractConfig
import org.apache.kafka.common.config.ConfigDef
import org.apache.kafka.common.config.ConfigDef.Importance
import org.apache.kafka.common.config.ConfigDef.Type
import org.apache.kafka.common.config.ConfigDef.ValidString

/** The settings that the plugins share, with what `GET /connector-plugins` says of them. */
internal object ConnectSettings {
    const val PROFILE = "profile"
    const val NULL_IS_ABSENT = "null.is.absent"
    const val NUMBERS = "numbers"

    fun reading(): ConfigDef = ConfigDef()
        .define(
            PROFILE, Type.STRING, "tolerant", ValidString.`in`("tolerant", "strict"),
            Importance.MEDIUM,
            "How strictly payloads are read: the canonical forms only (strict), or also those " +
                "that the report shows elsewhere, which are counted as deviations (tolerant).",
        )
        .define(
            NULL_IS_ABSENT, Type.BOOLEAN, false, Importance.LOW,
            "Whether a member that is null counts as one that is not there.",
        )
        .define(
            NUMBERS, Type.STRING, "decimal", ValidString.`in`("decimal", "double"),
            Importance.MEDIUM,
            "The values' type: Connect's Decimal of scale 1, which is exact, or FLOAT64, for " +
                "sinks that know no decimals, such as those that write JSON.",
        )

    fun decoder(settings: AbstractConfig): Decoder =
        ReadingConfig.decoder(settings.values(), Decoder(), PROFILE, NULL_IS_ABSENT)

    fun numbers(settings: AbstractConfig): Numbers =
        if (settings.getString(NUMBERS) == "double") Numbers.DOUBLE else Numbers.DECIMAL
}
