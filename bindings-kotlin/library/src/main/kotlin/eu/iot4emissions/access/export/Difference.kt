package eu.iot4emissions.access.export

/**
 * Where an exported configuration decides otherwise than the rules, because the broker's language
 * cannot say them (P-4.1 to P-4.3).
 *
 * @property name a stable name to refer to it by, such as `retain`
 * @property text what differs, in a sentence
 */
public data class Difference(public val name: String, public val text: String)
