package eu.iot4emissions.access.export

/**
 * Which decisions a broker takes itself, with the exported configuration (P-4.2).
 *
 * @property publish it refuses a publish to a topic that no rule grants
 * @property publishRetained it tells a publish with RETAIN from one without
 * @property subscribe it refuses a SUBSCRIBE of a filter that no rule grants
 * @property receive it checks each delivery, whatever was subscribed
 */
public data class Enforcement(
    public val publish: Boolean,
    public val publishRetained: Boolean,
    public val subscribe: Boolean,
    public val receive: Boolean,
)
