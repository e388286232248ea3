//! What a device tells other control units, and keeps in its log (T-9, T-10,
//! JRC127600 Table 1).

use serde::{Deserialize, Serialize};

use super::DeviceState;
use super::reason::{DisconnectReason, ReasonCode};
use super::record_bytes::RecordError;
use crate::delivery::BrokerRole;
use crate::message::ConfigurationVersion;
use crate::time::UnixSeconds;

/// Something that happened, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Event {
    /// The wall clock when it happened, right or wrong.
    pub time: UnixSeconds,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum EventKind {
    /// T-1 to T-6: the state changed.
    StateChanged {
        /// The state before.
        from: DeviceState,
        /// The state now.
        to: DeviceState,
    },
    /// A connection could not be established, or its subscription was not
    /// answered in time.
    ConnectionFailed {
        /// To which broker.
        broker: BrokerRole,
        /// Why.
        reason: DisconnectReason,
    },
    /// A connection was lost before its work was done.
    ConnectionLost {
        /// To which broker.
        broker: BrokerRole,
        /// Why.
        reason: DisconnectReason,
    },
    /// The broker refused the subscription (P-6.4).
    SubscriptionRefused {
        /// Which broker.
        broker: BrokerRole,
        /// Why.
        reason: ReasonCode,
    },
    /// T-3: the Registration Service answered with `error`.
    RegistrationRefused,
    /// The Registration Service did not answer in time (P-6.4).
    RegistrationUnanswered,
    /// The vehicle did not say its VIN and attributes.
    VehicleUnreadable,
    /// An attribute of the vehicle has a VIN's shape, so the request was not sent
    /// (P-1.5).
    VehicleRefused,
    /// The broker refused the Registration Request.
    RequestRefused {
        /// Why.
        reason: ReasonCode,
    },
    /// No configuration was there (P-6.5).
    NoConfiguration,
    /// A status or configuration could not be read.
    MessageUnreadable {
        /// From which broker.
        broker: BrokerRole,
    },
    /// A configuration was applied.
    ConfigurationApplied {
        /// Its version.
        version: ConfigurationVersion,
    },
    /// A configuration was refused (P-6.8).
    ConfigurationRefused {
        /// Its version.
        version: ConfigurationVersion,
        /// Why.
        reason: ConfigurationRefusal,
    },
    /// Connections to an endpoint failed so often and for so long that the device turned
    /// to the other one that it knows, or the configured one works again (P-6.8).
    EndpointSwitched {
        /// Which broker's.
        broker: BrokerRole,
        /// Whether it now uses the other one, not the configured one.
        fallback: bool,
    },
    /// The OBFCM device gave no values; it is asked again.
    AcquisitionFailed,
    /// A snapshot would not have been later than the newest one, and was not
    /// taken (P-6.13).
    SnapshotNotLater {
        /// The time of the newest one.
        newest: UnixSeconds,
    },
    /// The oldest snapshot was lost to the storage bound (P-6.16).
    SnapshotEvicted {
        /// Its acquisition time.
        acquired: UnixSeconds,
    },
    /// Unsent snapshots were erased (P-6.10).
    SnapshotsErased {
        /// How many.
        count: u32,
    },
    /// Snapshots were set aside: later than a clock that is trusted again (P-6.13), or
    /// refused again and again by the broker (P-6.18).
    SnapshotsSetAside {
        /// How many.
        count: u32,
        /// Why.
        reason: SetAsideReason,
    },
    /// Snapshots that had been set aside are pending again (P-6.13, P-6.18).
    SnapshotsReadmitted {
        /// How many.
        count: u32,
    },
    /// A publish was not acknowledged in time.
    TransferUnacknowledged,
    /// The broker refused a Data Transfer, whose snapshots are kept (P-6.18).
    TransferRefused {
        /// Why.
        reason: ReasonCode,
    },
    /// A snapshot does not fit into a message of the largest size.
    PayloadLimitTooSmall,
    /// The record could not be stored; the old one stays in force (P-6.2).
    PersistFailed,
    /// The clock went back by more than an hour, in one step or in many (P-6.13).
    ClockWentBack {
        /// The latest time known before.
        before: UnixSeconds,
    },
    /// The device runs and has no time that it can trust, so that nothing becomes due
    /// (P-6.13).
    ClockNotTrusted,
    /// The driver trusts a time before the earliest that can be (P-6.13).
    ClockTooEarly,
    /// A daily cap is reached: what would go beyond it waits (P-6.19).
    DailyCapReached {
        /// Which one.
        cap: DailyCap,
    },
    /// What was stored was no record that could be read; the device began anew from the
    /// factory (P-6.2).
    RecordUnreadable {
        /// What was wrong with it.
        error: RecordError,
    },
    /// The factory configuration was replaced (P-6.20).
    FactoryConfigured,
    /// The certificate was renewed (P-6.20).
    CertificateRenewed {
        /// Whether it bears another device ID.
        other_device: bool,
    },
    /// The unit sits in another vehicle (P-6.20).
    VehicleChanged,
    /// The device has another ID for the Data Service (P-6.24).
    PseudonymRenewed,
    /// T-11: a communication test ended.
    TestEnded {
        /// Whether it did what the state allows (P-6.15).
        passed: bool,
    },
}

/// Why a configuration was refused (P-6.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConfigurationRefusal {
    /// Its version is lower than that of the one in force.
    OlderVersion,
    /// It has the version of the one in force and another content.
    SameVersion,
    /// Its version is so high that few are left after it: one wrong version must not lock a
    /// device for good.
    VersionTooFar,
    /// An endpoint is outside the permitted domains.
    ForeignEndpoint,
    /// A schedule fires more often than the factory configuration permits (P-6.11).
    TooFrequent,
}

/// Why a snapshot is set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SetAsideReason {
    /// It is later than the clock that is trusted now (P-6.13).
    LaterThanClock,
    /// The broker refused it alone again and again (P-6.18).
    Refused,
}

/// A daily cap (P-6.19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DailyCap {
    /// Of connections.
    Connections,
    /// Of bytes stored.
    PersistedBytes,
}
