package eu.iot4emissions.device

import eu.iot4emissions.delivery.BrokerRole
import eu.iot4emissions.toWholeUnixSeconds
import java.time.Instant

/**
 * What happened: what a device tells other control units and keeps in its log (T-9, T-10, JRC127600
 * Table 1). Later releases may know more.
 */
public sealed interface EventKind {
    /**
     * T-1 to T-6: the state changed.
     *
     * @property from the state before
     * @property to the state now
     */
    public data class StateChanged(
        public val from: DeviceState,
        public val to: DeviceState,
    ) : EventKind

    /**
     * A connection could not be established, or its subscription was not answered in time (P-6.4,
     * P-6.8).
     *
     * @property broker to which broker
     * @property reason why
     */
    public data class ConnectionFailed(
        public val broker: BrokerRole,
        public val reason: DisconnectReason,
    ) : EventKind

    /**
     * A connection was lost before its work was done (P-6.4).
     *
     * @property broker to which broker
     * @property reason why
     */
    public data class ConnectionLost(
        public val broker: BrokerRole,
        public val reason: DisconnectReason,
    ) : EventKind

    /**
     * The broker refused the subscription (P-6.4).
     *
     * @property broker which broker
     * @property reason why
     */
    public data class SubscriptionRefused(
        public val broker: BrokerRole,
        public val reason: ReasonCode,
    ) : EventKind

    /** T-3: the Registration Service answered with `error`. */
    public data object RegistrationRefused : EventKind

    /** The Registration Service did not answer in time (P-6.4). */
    public data object RegistrationUnanswered : EventKind

    /** The vehicle did not say its VIN and attributes (P-6.3). */
    public data object VehicleUnreadable : EventKind

    /** An attribute of the vehicle has a VIN's shape, so the request was not sent (P-1.5). */
    public data object VehicleRefused : EventKind

    /**
     * The broker refused the Registration Request (P-6.4).
     *
     * @property reason why
     */
    public data class RequestRefused(public val reason: ReasonCode) : EventKind

    /** No configuration was there (P-6.5). */
    public data object NoConfiguration : EventKind

    /**
     * A status or configuration could not be read (P-6.8).
     *
     * @property broker from which broker
     */
    public data class MessageUnreadable(public val broker: BrokerRole) : EventKind

    /**
     * A configuration was applied (P-6.8).
     *
     * @property version its version
     * @throws IllegalArgumentException if the version is not within 1 to 4294967295
     */
    public data class ConfigurationApplied(public val version: Long) : EventKind {
        init {
            version(version)
        }
    }

    /**
     * A configuration was refused (P-6.8).
     *
     * @property version its version
     * @property reason why
     * @throws IllegalArgumentException if the version is not within 1 to 4294967295
     */
    public data class ConfigurationRefused(
        public val version: Long,
        public val reason: ConfigurationRefusal,
    ) : EventKind {
        init {
            version(version)
        }
    }

    /**
     * Connections to an endpoint failed so often and for so long that the device turned to the
     * other one that it knows, or the configured one works again (P-6.8).
     *
     * @property broker which broker's
     * @property fallback whether it now uses the other one, not the configured one
     */
    public data class EndpointSwitched(
        public val broker: BrokerRole,
        public val fallback: Boolean,
    ) : EventKind

    /** The OBFCM device gave no values; it is asked again (P-6.13). */
    public data object AcquisitionFailed : EventKind

    /**
     * A snapshot would not have been later than the newest one, and was not taken (P-6.13).
     *
     * @property newest the time of the newest one, in whole seconds
     * @throws eu.iot4emissions.TimeException if the time is before 1970 or has a fraction of a
     *   second
     */
    public data class SnapshotNotLater(public val newest: Instant) : EventKind {
        init {
            newest.toWholeUnixSeconds()
        }
    }

    /**
     * The oldest snapshot was lost to the storage bound (P-6.16).
     *
     * @property acquired its acquisition time, in whole seconds
     * @throws eu.iot4emissions.TimeException if the time is before 1970 or has a fraction of a
     *   second
     */
    public data class SnapshotEvicted(public val acquired: Instant) : EventKind {
        init {
            acquired.toWholeUnixSeconds()
        }
    }

    /**
     * Unsent snapshots were erased (P-6.10).
     *
     * @property count how many
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class SnapshotsErased(public val count: Long) : EventKind {
        init {
            counted("count", count)
        }
    }

    /**
     * Snapshots were set aside: later than a clock that is trusted again (P-6.13), or refused again
     * and again by the broker (P-6.18).
     *
     * @property count how many
     * @property reason why
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class SnapshotsSetAside(
        public val count: Long,
        public val reason: SetAsideReason,
    ) : EventKind {
        init {
            counted("count", count)
        }
    }

    /**
     * Snapshots that had been set aside are pending again (P-6.13, P-6.18).
     *
     * @property count how many
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class SnapshotsReadmitted(public val count: Long) : EventKind {
        init {
            counted("count", count)
        }
    }

    /** A publish was not acknowledged in time (P-6.6). */
    public data object TransferUnacknowledged : EventKind

    /**
     * The broker refused a Data Transfer, whose snapshots are kept (P-6.18).
     *
     * @property reason why
     */
    public data class TransferRefused(public val reason: ReasonCode) : EventKind

    /** A snapshot does not fit into a message of the largest size (P-6.6). */
    public data object PayloadLimitTooSmall : EventKind

    /** The record could not be stored; the old one stays in force (P-6.2). */
    public data object PersistFailed : EventKind

    /**
     * The clock went back by more than an hour, in one step or in many (P-6.13).
     *
     * @property before the latest time known before, in whole seconds
     * @throws eu.iot4emissions.TimeException if the time is before 1970 or has a fraction of a
     *   second
     */
    public data class ClockWentBack(public val before: Instant) : EventKind {
        init {
            before.toWholeUnixSeconds()
        }
    }

    /** The device runs and has no time that it can trust, so that nothing becomes due (P-6.13). */
    public data object ClockNotTrusted : EventKind

    /** The driver trusts a time before the earliest that can be (P-6.13). */
    public data object ClockTooEarly : EventKind

    /**
     * A daily cap is reached: what would go beyond it waits (P-6.19).
     *
     * @property cap which one
     */
    public data class DailyCapReached(public val cap: DailyCap) : EventKind

    /**
     * What was stored was no record that could be read; the device began anew from the factory
     * (P-6.2).
     *
     * @property fault what was wrong with it
     */
    public data class RecordUnreadable(public val fault: RecordFault) : EventKind

    /** The factory configuration was replaced (P-6.20). */
    public data object FactoryConfigured : EventKind

    /**
     * The certificate was renewed (P-6.20).
     *
     * @property otherDevice whether it bears another device ID
     */
    public data class CertificateRenewed(public val otherDevice: Boolean) : EventKind

    /** The unit sits in another vehicle (P-6.20). */
    public data object VehicleChanged : EventKind

    /** The device has another ID for the Data Service (P-6.24). */
    public data object PseudonymRenewed : EventKind

    /**
     * T-11: a communication test ended.
     *
     * @property passed whether it did what the state allows (P-6.15)
     */
    public data class TestEnded(public val passed: Boolean) : EventKind
}
