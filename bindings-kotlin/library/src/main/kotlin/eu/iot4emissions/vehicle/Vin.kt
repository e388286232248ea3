package eu.iot4emissions.vehicle

import eu.iot4emissions.Native
import eu.iot4emissions.VinException
import eu.iot4emissions.internal.vinCheck

/**
 * A vehicle identification number: personal data, which only the Registration Service may know
 * (P-1.1, P-5.11, ISO 3779).
 *
 * Shape: 17 digits and capital letters without I, O and Q. Its [toString] hides it.
 *
 * @property text the number itself: not for logs
 */
@JvmInline
public value class Vin private constructor(public val text: String) {
    override fun toString(): String = "Vin(*)"

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(text: String): Vin =
            Vin(text)

        /**
         * The VIN of this text.
         *
         * @throws VinException if it is none; its message does not repeat it
         */
        @JvmStatic
        public fun of(text: String): Vin {
            Native.call { vinCheck(text) }
            return Vin(text)
        }
    }
}
