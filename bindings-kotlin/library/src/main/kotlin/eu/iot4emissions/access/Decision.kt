package eu.iot4emissions.access

import eu.iot4emissions.internal.Denial

/**
 * Whether something is allowed, and if not, why.
 *
 * Clauses: P-4.1 to P-4.3, P-3.7; JRC127600 §3.1.2, §4.3.
 */
public sealed interface Decision {
    /** Whether it is allowed. */
    public val isAllowed: Boolean

    /** It is allowed. */
    public data object Allowed : Decision {
        override val isAllowed: Boolean
            get() = true
    }

    /**
     * It is denied.
     *
     * @property rule the rule that it breaks, such as `P-4.1`
     * @property reason what was expected and what was found; it shows no device ID
     * @property code the stable code of the reason, such as `other-device`
     */
    public data class Denied(
        public val rule: String,
        public val reason: String,
        public val code: String,
    ) : Decision {
        override val isAllowed: Boolean
            get() = false
    }
}

internal fun Denial?.toFacade(): Decision =
    if (this == null) Decision.Allowed else Decision.Denied(rule, reason, code)
