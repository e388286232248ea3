package eu.iot4emissions.columns

import eu.iot4emissions.envelope.EnvelopeNames
import eu.iot4emissions.envelope.LineForm
import eu.iot4emissions.message.Profile

/**
 * How lines and messages are read into columns.
 *
 * @property form what each line is; messages have none
 * @property names what the members of envelopes are called
 * @property profile how strictly payloads are read (P-5.2)
 * @property nullIsAbsent whether a member that is `null` counts as one that is not there: a
 *   deviation, `null-member`
 * @property blockSize of about so many bytes of input a block of columns is made, or of less
 *   where much is refused; at least 1
 * @throws IllegalArgumentException if the block size is less than 1
 */
public data class ReadOptions @JvmOverloads constructor(
    public val form: LineForm = LineForm.EACH,
    public val names: EnvelopeNames = EnvelopeNames.default,
    public val profile: Profile = Profile.TOLERANT,
    public val nullIsAbsent: Boolean = false,
    public val blockSize: Int = BLOCK_SIZE,
) {
    init {
        require(blockSize >= 1) { "blockSize: expected a number from 1, found $blockSize" }
    }

    public companion object {
        /** 4 MiB. */
        public const val BLOCK_SIZE: Int = 4 * 1024 * 1024
    }
}
