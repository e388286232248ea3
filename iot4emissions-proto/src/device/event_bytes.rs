//! Events as the record has them (P-6.2): a kind that this version does not know, written
//! by a later one, is skipped and never makes the record unreadable.

use super::DeviceState;
use super::codec::{Reader, Write};
use super::event::{ConfigurationRefusal, DailyCap, EventKind, SetAsideReason};
use super::event_log::LoggedEvent;
use super::reason::{DisconnectReason, ReasonCode};
use super::record_bytes::RecordError;
use crate::delivery::BrokerRole;
use crate::message::ConfigurationVersion;
use crate::time::UnixSeconds;

/// Each event is a field whose tag is its kind.
pub(super) fn write(log: &[LoggedEvent], bytes: &mut Vec<u8>) {
    for event in log {
        bytes.field(tag(&event.kind), |content| {
            content.number(event.first.0);
            // The wall clock may have gone back in between.
            content.number(event.last.0.wrapping_sub(event.first.0));
            content.number(event.count.into());
            write_kind(&event.kind, content);
        });
    }
}

pub(super) fn read(mut reader: Reader<'_>) -> Option<Vec<LoggedEvent>> {
    let mut log = Vec::new();
    while !reader.is_empty() {
        let (tag, content) = reader.field()?;
        log.extend(read_one(tag, content));
    }
    Some(log)
}

fn read_one(tag: u8, mut content: Reader<'_>) -> Option<LoggedEvent> {
    let first = content.number()?;
    let last = first.wrapping_add(content.number()?);
    Some(LoggedEvent {
        first: UnixSeconds(first),
        last: UnixSeconds(last),
        count: content.number_32()?,
        kind: read_kind(tag, &mut content)?,
    })
}

/// A kind keeps its tag for ever.
const fn tag(kind: &EventKind) -> u8 {
    match kind {
        EventKind::StateChanged { .. } => 1,
        EventKind::ConnectionFailed { .. } => 2,
        EventKind::ConnectionLost { .. } => 3,
        EventKind::SubscriptionRefused { .. } => 4,
        EventKind::RegistrationRefused => 5,
        EventKind::RegistrationUnanswered => 6,
        EventKind::VehicleUnreadable => 7,
        EventKind::VehicleRefused => 8,
        EventKind::RequestRefused { .. } => 9,
        EventKind::NoConfiguration => 10,
        EventKind::MessageUnreadable { .. } => 11,
        EventKind::ConfigurationApplied { .. } => 12,
        EventKind::ConfigurationRefused { .. } => 13,
        EventKind::EndpointSwitched { .. } => 14,
        EventKind::AcquisitionFailed => 15,
        EventKind::SnapshotNotLater { .. } => 16,
        EventKind::SnapshotEvicted { .. } => 17,
        EventKind::SnapshotsErased { .. } => 18,
        EventKind::SnapshotsSetAside { .. } => 19,
        EventKind::SnapshotsReadmitted { .. } => 20,
        EventKind::TransferUnacknowledged => 21,
        EventKind::TransferRefused { .. } => 22,
        EventKind::PayloadLimitTooSmall => 23,
        EventKind::PersistFailed => 24,
        EventKind::ClockWentBack { .. } => 25,
        EventKind::ClockNotTrusted => 26,
        EventKind::ClockTooEarly => 27,
        EventKind::DailyCapReached { .. } => 28,
        EventKind::RecordUnreadable { .. } => 29,
        EventKind::FactoryConfigured => 30,
        EventKind::CertificateRenewed { .. } => 31,
        EventKind::VehicleChanged => 32,
        EventKind::TestEnded { .. } => 33,
        EventKind::PseudonymRenewed => 34,
    }
}

fn write_kind(kind: &EventKind, bytes: &mut Vec<u8>) {
    match *kind {
        EventKind::StateChanged { from, to } => bytes.extend([state(from), state(to)]),
        EventKind::ConnectionFailed { broker, reason }
        | EventKind::ConnectionLost { broker, reason } => {
            bytes.push(broker_byte(broker));
            bytes.push(reason.index() as u8);
            if let DisconnectReason::Refused { code } = reason {
                bytes.push(code);
            }
        }
        EventKind::SubscriptionRefused { broker, reason } => {
            bytes.extend([broker_byte(broker), reason.0]);
        }
        EventKind::RequestRefused { reason } | EventKind::TransferRefused { reason } => {
            bytes.push(reason.0);
        }
        EventKind::MessageUnreadable { broker } => bytes.push(broker_byte(broker)),
        EventKind::ConfigurationApplied { version } => bytes.number(version.get().into()),
        EventKind::ConfigurationRefused { version, reason } => {
            bytes.number(version.get().into());
            bytes.push(refusal(reason));
        }
        EventKind::EndpointSwitched { broker, fallback } => {
            bytes.extend([broker_byte(broker), fallback.into()]);
        }
        EventKind::SnapshotNotLater { newest } => bytes.number(newest.0),
        EventKind::SnapshotEvicted { acquired } => bytes.number(acquired.0),
        EventKind::SnapshotsErased { count } | EventKind::SnapshotsReadmitted { count } => {
            bytes.number(count.into());
        }
        EventKind::SnapshotsSetAside { count, reason } => {
            bytes.number(count.into());
            bytes.push(aside(reason));
        }
        EventKind::ClockWentBack { before } => bytes.number(before.0),
        EventKind::DailyCapReached { cap } => bytes.push(match cap {
            DailyCap::Connections => 0,
            DailyCap::PersistedBytes => 1,
        }),
        EventKind::RecordUnreadable { error } => match error {
            RecordError::Damaged { length } => {
                bytes.push(0);
                bytes.number(length as u64);
            }
            RecordError::Version { found } => bytes.extend([1, found]),
            RecordError::Inconsistent => bytes.push(2),
        },
        EventKind::CertificateRenewed { other_device } => bytes.push(other_device.into()),
        EventKind::TestEnded { passed } => bytes.push(passed.into()),
        EventKind::RegistrationRefused
        | EventKind::RegistrationUnanswered
        | EventKind::VehicleUnreadable
        | EventKind::VehicleRefused
        | EventKind::NoConfiguration
        | EventKind::AcquisitionFailed
        | EventKind::TransferUnacknowledged
        | EventKind::PayloadLimitTooSmall
        | EventKind::PersistFailed
        | EventKind::ClockNotTrusted
        | EventKind::ClockTooEarly
        | EventKind::FactoryConfigured
        | EventKind::VehicleChanged
        | EventKind::PseudonymRenewed => {}
    }
}

fn read_kind(tag: u8, content: &mut Reader<'_>) -> Option<EventKind> {
    Some(match tag {
        1 => EventKind::StateChanged {
            from: read_state(content.byte()?)?,
            to: read_state(content.byte()?)?,
        },
        2 => EventKind::ConnectionFailed {
            broker: read_broker(content)?,
            reason: read_reason(content)?,
        },
        3 => EventKind::ConnectionLost {
            broker: read_broker(content)?,
            reason: read_reason(content)?,
        },
        4 => EventKind::SubscriptionRefused {
            broker: read_broker(content)?,
            reason: ReasonCode(content.byte()?),
        },
        5 => EventKind::RegistrationRefused,
        6 => EventKind::RegistrationUnanswered,
        7 => EventKind::VehicleUnreadable,
        8 => EventKind::VehicleRefused,
        9 => EventKind::RequestRefused {
            reason: ReasonCode(content.byte()?),
        },
        10 => EventKind::NoConfiguration,
        11 => EventKind::MessageUnreadable {
            broker: read_broker(content)?,
        },
        12 => EventKind::ConfigurationApplied {
            version: read_version(content)?,
        },
        13 => EventKind::ConfigurationRefused {
            version: read_version(content)?,
            reason: read_refusal(content)?,
        },
        14 => EventKind::EndpointSwitched {
            broker: read_broker(content)?,
            fallback: read_flag(content)?,
        },
        15 => EventKind::AcquisitionFailed,
        16 => EventKind::SnapshotNotLater {
            newest: content.seconds()?,
        },
        17 => EventKind::SnapshotEvicted {
            acquired: content.seconds()?,
        },
        18 => EventKind::SnapshotsErased {
            count: content.number_32()?,
        },
        19 => EventKind::SnapshotsSetAside {
            count: content.number_32()?,
            reason: read_aside(content.byte()?)?,
        },
        20 => EventKind::SnapshotsReadmitted {
            count: content.number_32()?,
        },
        21 => EventKind::TransferUnacknowledged,
        22 => EventKind::TransferRefused {
            reason: ReasonCode(content.byte()?),
        },
        23 => EventKind::PayloadLimitTooSmall,
        24 => EventKind::PersistFailed,
        25 => EventKind::ClockWentBack {
            before: content.seconds()?,
        },
        26 => EventKind::ClockNotTrusted,
        27 => EventKind::ClockTooEarly,
        28 => EventKind::DailyCapReached {
            cap: match content.byte()? {
                0 => DailyCap::Connections,
                1 => DailyCap::PersistedBytes,
                _ => return None,
            },
        },
        29 => EventKind::RecordUnreadable {
            error: match content.byte()? {
                0 => RecordError::Damaged {
                    length: usize::try_from(content.number()?).ok()?,
                },
                1 => RecordError::Version {
                    found: content.byte()?,
                },
                2 => RecordError::Inconsistent,
                _ => return None,
            },
        },
        30 => EventKind::FactoryConfigured,
        31 => EventKind::CertificateRenewed {
            other_device: read_flag(content)?,
        },
        32 => EventKind::VehicleChanged,
        33 => EventKind::TestEnded {
            passed: read_flag(content)?,
        },
        34 => EventKind::PseudonymRenewed,
        _ => return None,
    })
}

pub(super) const fn state(state: DeviceState) -> u8 {
    match state {
        DeviceState::PreProvisioning => 0,
        DeviceState::Provisioned => 1,
        DeviceState::Registered => 2,
        DeviceState::Initialized => 3,
        DeviceState::Operational => 4,
        DeviceState::Standby => 5,
    }
}

pub(super) fn read_state(byte: u8) -> Option<DeviceState> {
    DeviceState::ALL
        .into_iter()
        .find(|known| state(*known) == byte)
}

const fn broker_byte(broker: BrokerRole) -> u8 {
    match broker {
        BrokerRole::Registration => 0,
        BrokerRole::Data => 1,
    }
}

fn read_broker(content: &mut Reader<'_>) -> Option<BrokerRole> {
    match content.byte()? {
        0 => Some(BrokerRole::Registration),
        1 => Some(BrokerRole::Data),
        _ => None,
    }
}

fn read_reason(content: &mut Reader<'_>) -> Option<DisconnectReason> {
    Some(match content.byte()? {
        0 => DisconnectReason::NoNetwork,
        1 => DisconnectReason::NameResolution,
        2 => DisconnectReason::Tcp,
        3 => DisconnectReason::Tls,
        4 => DisconnectReason::Refused {
            code: content.byte()?,
        },
        5 => DisconnectReason::Closed,
        6 => DisconnectReason::TimedOut,
        7 => DisconnectReason::Protocol,
        _ => return None,
    })
}

pub(super) fn read_version(content: &mut Reader<'_>) -> Option<ConfigurationVersion> {
    ConfigurationVersion::new(content.number_32()?)
}

pub(super) const fn refusal(reason: ConfigurationRefusal) -> u8 {
    match reason {
        ConfigurationRefusal::OlderVersion => 0,
        ConfigurationRefusal::SameVersion => 1,
        ConfigurationRefusal::VersionTooFar => 2,
        ConfigurationRefusal::ForeignEndpoint => 3,
        ConfigurationRefusal::TooFrequent => 4,
    }
}

pub(super) fn read_refusal(content: &mut Reader<'_>) -> Option<ConfigurationRefusal> {
    Some(match content.byte()? {
        0 => ConfigurationRefusal::OlderVersion,
        1 => ConfigurationRefusal::SameVersion,
        2 => ConfigurationRefusal::VersionTooFar,
        3 => ConfigurationRefusal::ForeignEndpoint,
        4 => ConfigurationRefusal::TooFrequent,
        _ => return None,
    })
}

pub(super) const fn aside(reason: SetAsideReason) -> u8 {
    match reason {
        SetAsideReason::LaterThanClock => 0,
        SetAsideReason::Refused => 1,
    }
}

pub(super) const fn read_aside(byte: u8) -> Option<SetAsideReason> {
    Some(match byte {
        0 => SetAsideReason::LaterThanClock,
        1 => SetAsideReason::Refused,
        _ => return None,
    })
}

fn read_flag(content: &mut Reader<'_>) -> Option<bool> {
    match content.byte()? {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}
