package eu.iot4emissions.services.introduction

/**
 * How much of a vehicle's attributes goes to the Data Service (P-1.6): an operator's setting.
 *
 * @property text the scope in JSON
 */
public enum class IntroductionScope(public val text: String) {
    /** What its analyses need, and nothing that is free text. */
    MINIMAL("minimal"),

    /** All that the device sent, as the report has it (JRC127600 Table 4). */
    REPORT("report"),
}

internal fun IntroductionScope.toInternal() =
    eu.iot4emissions.internal.IntroductionScope.entries[ordinal]
