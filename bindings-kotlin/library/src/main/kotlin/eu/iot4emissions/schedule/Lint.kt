package eu.iot4emissions.schedule

/**
 * What is probably not meant in a valid schedule (P-5.34).
 *
 * @property code a stable code, such as `daily-or-more-often`
 * @property text a sentence for the person who wrote the schedule
 */
public data class Lint(public val code: String, public val text: String)
