package eu.iot4emissions.vehicle

import eu.iot4emissions.Native
import eu.iot4emissions.VehicleAttributeException
import eu.iot4emissions.internal.typeApprovalParts

/**
 * The parts of a type-approval number `e<n>*<act>*<base>*<ext>`, read in either letter case
 * (P-5.13, JRC127600 Table 4).
 *
 * @property memberState the number of the Member State that granted it, 1 to 99
 * @property act the act under which it did, such as `2007/46`
 * @property base the base approval number, digits
 * @property extension the number of the extension, digits
 */
@ConsistentCopyVisibility
public data class TypeApprovalNumber private constructor(
    public val memberState: Int,
    public val act: String,
    public val base: String,
    public val extension: String,
) {
    /** The number as one text, with a small `e`. */
    override fun toString(): String = "e$memberState*$act*$base*$extension"

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(
            memberState: Int,
            act: String,
            base: String,
            extension: String,
        ): TypeApprovalNumber = TypeApprovalNumber(
            memberState, act, base, extension,
        )

        /**
         * The parts of [text].
         *
         * @throws VehicleAttributeException where it has another form
         */
        @JvmStatic
        public fun of(text: String): TypeApprovalNumber {
            val parts = Native.call { typeApprovalParts(text) }
            return TypeApprovalNumber(
                parts.memberState.toInt(), parts.act, parts.base, parts.extension,
            )
        }
    }
}
