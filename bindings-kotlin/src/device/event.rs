//! What a device tells other control units, and keeps in its log (T-9, T-10).

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{
    ConfigurationRefusal, DailyCap, DeviceState, DisconnectReason, Event, EventKind, LoggedEvent,
    ReasonCode, RecordError, SetAsideReason,
};
use iot4emissions_proto::message::ConfigurationVersion;
use iot4emissions_proto::time::UnixSeconds;

/// A state of the device (JRC127600 §1.3.2).
#[uniffi::remote(Enum)]
pub enum DeviceState {
    PreProvisioning,
    Provisioned,
    Registered,
    Initialized,
    Operational,
    Standby,
}

/// Why a configuration was refused (P-6.8).
#[uniffi::remote(Enum)]
pub enum ConfigurationRefusal {
    OlderVersion,
    SameVersion,
    VersionTooFar,
    ForeignEndpoint,
    TooFrequent,
}

/// Why a snapshot is set aside (P-6.13, P-6.18).
#[uniffi::remote(Enum)]
pub enum SetAsideReason {
    LaterThanClock,
    Refused,
}

/// A daily cap (P-6.19).
#[uniffi::remote(Enum)]
pub enum DailyCap {
    Connections,
    PersistedBytes,
}

/// Something that happened, and when.
#[uniffi::remote(Record)]
pub struct Event {
    pub time: UnixSeconds,
    pub kind: EventKind,
}

/// Events of one kind in the log (P-6.16).
#[uniffi::remote(Record)]
pub struct LoggedEvent {
    pub first: UnixSeconds,
    pub last: UnixSeconds,
    pub count: u32,
    pub kind: EventKind,
}

/// What happened.
#[uniffi::remote(Enum)]
#[non_exhaustive]
pub enum EventKind {
    StateChanged {
        from: DeviceState,
        to: DeviceState,
    },
    ConnectionFailed {
        broker: BrokerRole,
        reason: DisconnectReason,
    },
    ConnectionLost {
        broker: BrokerRole,
        reason: DisconnectReason,
    },
    SubscriptionRefused {
        broker: BrokerRole,
        reason: ReasonCode,
    },
    RegistrationRefused,
    RegistrationUnanswered,
    VehicleUnreadable,
    VehicleRefused,
    RequestRefused {
        reason: ReasonCode,
    },
    NoConfiguration,
    MessageUnreadable {
        broker: BrokerRole,
    },
    ConfigurationApplied {
        version: ConfigurationVersion,
    },
    ConfigurationRefused {
        version: ConfigurationVersion,
        reason: ConfigurationRefusal,
    },
    EndpointSwitched {
        broker: BrokerRole,
        fallback: bool,
    },
    AcquisitionFailed,
    SnapshotNotLater {
        newest: UnixSeconds,
    },
    SnapshotEvicted {
        acquired: UnixSeconds,
    },
    SnapshotsErased {
        count: u32,
    },
    SnapshotsSetAside {
        count: u32,
        reason: SetAsideReason,
    },
    SnapshotsReadmitted {
        count: u32,
    },
    TransferUnacknowledged,
    TransferRefused {
        reason: ReasonCode,
    },
    PayloadLimitTooSmall,
    PersistFailed,
    ClockWentBack {
        before: UnixSeconds,
    },
    ClockNotTrusted,
    ClockTooEarly,
    DailyCapReached {
        cap: DailyCap,
    },
    RecordUnreadable {
        error: RecordError,
    },
    FactoryConfigured,
    CertificateRenewed {
        other_device: bool,
    },
    VehicleChanged,
    PseudonymRenewed,
    TestEnded {
        passed: bool,
    },
}
