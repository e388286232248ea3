package eu.iot4emissions.publication

import eu.iot4emissions.Native
import eu.iot4emissions.PublicationException
import eu.iot4emissions.identity.KEY_LENGTH
import eu.iot4emissions.identity.drawn
import eu.iot4emissions.internal.pseudonymKeyCheck
import eu.iot4emissions.internal.pseudonymKeyFromHex

/**
 * 32 random bytes from which the pseudonyms of one publication are made, and of no other (P-10.2).
 *
 * Whoever has it and the device IDs has every pseudonym, so nothing gives it back: [toString] hides
 * it, and it is compared by identity. Whoever has to repeat a publication keeps the bytes that it
 * was made of where nobody has device IDs.
 */
public class PseudonymKey private constructor(private val bytes: ByteArray) {
    /** For the native library alone: Java does not see it. */
    @JvmSynthetic
    internal fun bytes(): ByteArray = bytes

    override fun toString(): String = "PseudonymKey(hidden)"

    public companion object {
        /**
         * The key of these 32 bytes, which were drawn at random.
         *
         * @throws PublicationException with code `length` for another number of bytes, with
         *   `not-random` for fewer than 16 different ones: zeros, for one
         */
        @JvmStatic
        public fun of(bytes: ByteArray): PseudonymKey {
            val own = bytes.copyOf()
            Native.call { pseudonymKeyCheck(own) }
            return PseudonymKey(own)
        }

        /**
         * The key of 64 hexadecimal digits, in either letter case: what `openssl rand -hex 32`
         * writes, without its line end.
         *
         * @throws PublicationException with code `digits` for another number of characters, with
         *   `character` for one that is no digit, and as [of] does. It does not repeat the text
         */
        @JvmStatic
        public fun fromHex(text: String): PseudonymKey =
            PseudonymKey(Native.call { pseudonymKeyFromHex(text) })

        /**
         * A key that [java.security.SecureRandom] draws: for a publication that nobody will have to
         * repeat.
         */
        @JvmStatic
        public fun generate(): PseudonymKey = of(drawn(KEY_LENGTH))
    }
}
