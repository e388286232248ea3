package eu.iot4emissions.services.data

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.TimeException
import eu.iot4emissions.internal.withdrawalFromJson
import eu.iot4emissions.internal.withdrawalToJson
import eu.iot4emissions.services.toStoredInstant
import eu.iot4emissions.toWholeUnixSeconds
import java.time.Instant
import eu.iot4emissions.internal.Withdrawal as InternalWithdrawal

/** How far a device's last withdrawal has come (P-7.7). */
public sealed interface Withdrawal {
    /** The JSON form. */
    public fun toJson(): String = Native.call { withdrawalToJson(toInternal()) }

    /** It has not ended: an introduction says nothing of consent (P-7.5). */
    public data object Lasts : Withdrawal

    /**
     * It has ended: the device was cleared again, or paused with its vehicle's consent.
     *
     * @property time when, a whole second from 1970 on
     * @throws TimeException if it is none
     */
    public data class EndedAt(public val time: Instant) : Withdrawal {
        init {
            time.toWholeUnixSeconds()
        }
    }

    public companion object {
        /**
         * The withdrawal of this JSON form.
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): Withdrawal =
            Native.call { withdrawalFromJson(text) }.toFacade()
    }
}

internal fun Withdrawal.toInternal(): InternalWithdrawal = when (this) {
    Withdrawal.Lasts -> InternalWithdrawal.Lasts
    is Withdrawal.EndedAt -> InternalWithdrawal.EndedAt(time.toWholeUnixSeconds())
}

internal fun InternalWithdrawal.toFacade(): Withdrawal = when (this) {
    is InternalWithdrawal.Lasts -> Withdrawal.Lasts
    is InternalWithdrawal.EndedAt -> Withdrawal.EndedAt(v1.toStoredInstant())
}
