package eu.iot4emissions.services.registration

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.storedDataPolicyFromJson
import eu.iot4emissions.internal.storedDataPolicyStandard
import eu.iot4emissions.internal.storedDataPolicyToJson

/**
 * What becomes of what is stored of a device (P-7.14).
 *
 * @property text the name in JSON
 */
public enum class StoredData(public val text: String) {
    /** It stays, and what comes later goes on with it. */
    KEEP("keep"),

    /** It stays, and what comes later is a segment of its own (P-7.13). */
    SEPARATE("separate"),

    /** It is erased. */
    ERASE("erase"),
}

/**
 * What becomes of stored data when something happens to its vehicle (P-7.14): an operator's
 * setting. What is not given is as in [STANDARD]. Data of two owners is never one series, and what
 * its owner had erased is erased: neither is a setting.
 *
 * @property withdrawal the owner withdraws consent; as a rule it is separated
 * @property leaving the vehicle leaves the Union, or circulation; as a rule it is separated
 * @property release an operator releases the vehicle from its device; as a rule it is kept, and
 *   [StoredData.SEPARATE] does the same
 * @property scrapping the vehicle is scrapped; as a rule it is kept, and [StoredData.SEPARATE] does
 *   the same
 */
public data class StoredDataPolicy @JvmOverloads constructor(
    public val withdrawal: StoredData = STANDARD.withdrawal,
    public val leaving: StoredData = STANDARD.leaving,
    public val release: StoredData = STANDARD.release,
    public val scrapping: StoredData = STANDARD.scrapping,
) {
    /** The JSON form. */
    public fun toJson(): String = Native.call { storedDataPolicyToJson(toInternal()) }

    public companion object {
        /** The policy where nothing is set. */
        @JvmField
        public val STANDARD: StoredDataPolicy =
            Native.call { storedDataPolicyStandard() }.toFacade()

        /**
         * The policy of this JSON form; what is absent is as in [STANDARD].
         *
         * @throws JsonFormException for any other text
         */
        @JvmStatic
        public fun fromJson(text: String): StoredDataPolicy =
            Native.call { storedDataPolicyFromJson(text) }.toFacade()
    }
}

internal fun StoredData.toInternal() = eu.iot4emissions.internal.StoredData.entries[ordinal]

internal fun eu.iot4emissions.internal.StoredData.toFacade() = StoredData.entries[ordinal]

internal fun StoredDataPolicy.toInternal() = eu.iot4emissions.internal.StoredDataPolicy(
    withdrawal.toInternal(), leaving.toInternal(), release.toInternal(), scrapping.toInternal(),
)

internal fun eu.iot4emissions.internal.StoredDataPolicy.toFacade() = StoredDataPolicy(
    withdrawal.toFacade(), leaving.toFacade(), release.toFacade(), scrapping.toFacade(),
)
