package eu.iot4emissions.access.export

import eu.iot4emissions.ExportException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.brokerVersionCheck

/**
 * A release of a broker's program: two or three numbers, such as `2.1` or `2.0.11`. What is
 * exported differs by the first two.
 *
 * @property text the release
 */
@JvmInline
public value class BrokerVersion private constructor(public val text: String) {
    override fun toString(): String = text

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(text: String): BrokerVersion = BrokerVersion(text)

        /**
         * The release of this text.
         *
         * @throws ExportException with code `broker-version` if it is none
         */
        @JvmStatic
        public fun of(text: String): BrokerVersion {
            Native.call { brokerVersionCheck(text) }
            return BrokerVersion(text)
        }
    }
}
