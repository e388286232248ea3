package eu.iot4emissions.obfcm

import eu.iot4emissions.Native
import eu.iot4emissions.QuantityException
import eu.iot4emissions.internal.quantityTenths
import java.math.BigDecimal

/** Numbers that are quantities of the protocol: exact tenths (P-5.43). */
internal object Quantity {
    /** More digits than this are too many for every quantity, and dear to write out. */
    private const val MOST_DIGITS = 64

    /**
     * [value] with one decimal, where it is a quantity.
     *
     * The core judges its text. What is written with fewer decimals, as whole numbers are, is the
     * same number.
     */
    fun checked(value: BigDecimal): BigDecimal {
        val digits = value.precision().toLong() - minOf(value.scale(), 0)
        if (digits > MOST_DIGITS || value.scale() > MOST_DIGITS) {
            throw QuantityException(
                "expected a value from 0.0 to 429496729.4, found one of too many digits", "range",
            )
        }
        val text = (if (value.scale() < 1) value.setScale(1) else value).toPlainString()
        val tenths = Native.call { quantityTenths(text) }
        return BigDecimal.valueOf(tenths.toLong(), 1)
    }
}
