package eu.iot4emissions.obfcm

import eu.iot4emissions.FindingException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.FindingParts
import eu.iot4emissions.internal.findingCheck
import eu.iot4emissions.internal.plausibility as plausibilityNative
import java.time.Instant

/**
 * Something implausible in a snapshot: stored with the data, never a reason to drop it (P-7.9).
 *
 * @property code `too-fast`, `too-thirsty`, `decrease`, `reset`, `from-the-future` or
 *   `parts-exceed-total`
 * @property parameter the counter that is meant, for `decrease` and `parts-exceed-total`
 */
@ConsistentCopyVisibility
public data class Finding private constructor(
    public val code: String,
    public val parameter: Parameter?,
) {
    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(code: String, parameter: Parameter?): Finding =
            Finding(code, parameter)

        /**
         * The finding of this code.
         *
         * @throws FindingException if there is none
         */
        @JvmStatic
        @JvmOverloads
        public fun of(code: String, parameter: Parameter? = null): Finding {
            Native.call { findingCheck(code, parameter?.toInternal()) }
            return Finding(code, parameter)
        }
    }
}

/** Judges snapshots (P-7.9). */
public object Plausibility {
    /**
     * What is implausible in [snapshot], received at [received], after the device's snapshot
     * [before] it, where there is one. Empty where nothing is.
     */
    @JvmStatic
    public fun findings(before: Snapshot?, snapshot: Snapshot, received: Instant): List<Finding> {
        val seconds = maxOf(received.epochSecond, 0).toULong()
        return Native.call {
            plausibilityNative(before?.toInternal(), snapshot.toInternal(), seconds)
        }.map { it.toFacade() }
    }
}

internal fun Finding.toInternal() = FindingParts(code, parameter?.toInternal())

internal fun FindingParts.toFacade() = Finding(code, parameter?.toFacade())
