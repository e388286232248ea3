//! What a device tells other control units, and keeps in its log (T-9, T-10,
//! JRC127600 Table 1).

use serde::{Deserialize, Serialize};

use super::DeviceState;
use crate::delivery::BrokerRole;
use crate::message::ConfigurationVersion;
use crate::time::UnixSeconds;

/// Something that happened, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Event {
    /// The driver's time when it happened.
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
    },
    /// A connection was lost before its work was done.
    ConnectionLost {
        /// To which broker.
        broker: BrokerRole,
    },
    /// The broker refused the subscription (0x80, P-6.4).
    SubscriptionRefused {
        /// Which broker.
        broker: BrokerRole,
    },
    /// T-3: the Registration Service answered with `error`.
    RegistrationRefused,
    /// The Registration Service did not answer in time (P-6.4).
    RegistrationUnanswered,
    /// The vehicle did not say its VIN and attributes.
    VehicleUnreadable,
    /// An attribute of the vehicle contains its VIN, so the request was not sent
    /// (P-1.5).
    VehicleRefused,
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
    /// Connections to a new endpoint failed so often that the device turned to
    /// the other one that it knows (P-6.8).
    EndpointSwitched {
        /// Whether it now uses the last that worked, not the configured one.
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
    /// A publish was not acknowledged in time.
    TransferUnacknowledged,
    /// A snapshot does not fit into a message of the largest size.
    PayloadLimitTooSmall,
    /// The record could not be stored; the old one stays in force (P-6.2).
    PersistFailed,
    /// The clock went back by more than a day (P-6.13).
    ClockWentBack {
        /// The latest time known before.
        before: UnixSeconds,
    },
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
    /// An endpoint is outside the permitted domains.
    ForeignEndpoint,
}
