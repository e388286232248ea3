//! What becomes of a Data Transfer (P-7.7, P-7.12).

use serde::{Deserialize, Serialize};

use super::record::DeviceRecord;
use crate::identity::DeviceId;
use crate::message::{ConfigurationVersion, DataTransfer, DecodeError, Decoded, Profile};
use crate::obfcm::Snapshot;
use crate::services::clearance::Clearance;

/// What to do with a Data Transfer that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reception {
    /// The device is not known: ignore it, and count it.
    Unknown,
    /// The device is on the deny-list: refuse it, and count it; nothing of it is
    /// stored. What it says of the device is for [`DeviceRecord::note`].
    Denied(Denial),
    /// It cannot be read: quarantine the payload with the problems, as the device has
    /// deleted the source.
    Quarantine(DecodeError),
    /// Store each snapshot once: [`store`]; those that the record does not
    /// [keep](DeviceRecord::keeps) are refused and counted.
    Accept(Decoded<DataTransfer>),
}

/// What a device on the deny-list sent: how much, and whether it should have (P-7.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Denial {
    /// How many snapshots it sent; 0 where they cannot be read.
    pub snapshots: u32,
    /// How many of them it acquired after its suspension was issued.
    pub after_suspension: u32,
}

/// What the Data Service's operator is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum OperatorNotice {
    /// A suspended device acquires and sends on: it has not got the configuration that
    /// suspends it, refuses it, or its clock is ahead (P-7.12).
    StillSending {
        /// The device.
        device: DeviceId,
        /// The version of the configuration that it does not obey.
        version: ConfigurationVersion,
    },
}

/// What is to be done with a payload from a device, of which `record` is what the
/// service knows.
#[must_use]
pub fn receive(record: Option<&DeviceRecord>, payload: &[u8], profile: Profile) -> Reception {
    let Some(record) = record else {
        return Reception::Unknown;
    };
    let decoded = DataTransfer::decode(payload, profile);
    match (record.clearance(), decoded) {
        (Clearance::Suspended(_), decoded) => {
            let snapshots = decoded
                .as_ref()
                .map_or(&[][..], |it| it.message.snapshots());
            let after = snapshots.iter().filter(|it| it.acquired() > record.issued);
            let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            Reception::Denied(Denial {
                snapshots: count(snapshots.len()),
                after_suspension: count(after.count()),
            })
        }
        (Clearance::Cleared, Ok(decoded)) => Reception::Accept(decoded),
        (Clearance::Cleared, Err(error)) => Reception::Quarantine(error),
    }
}

/// What to do with one snapshot of an accepted Data Transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StorageDecision {
    /// Store it.
    New,
    /// It is stored already, with the same values: count it.
    Duplicate,
    /// Another snapshot of the same device and time is stored already: keep that one
    /// as first seen, and flag it.
    Conflict,
}

/// What to do with `snapshot`, when `stored` is what the service has of the same
/// device and acquisition time.
#[must_use]
pub fn store(stored: Option<&Snapshot>, snapshot: &Snapshot) -> StorageDecision {
    match stored {
        None => StorageDecision::New,
        Some(stored) if stored == snapshot => StorageDecision::Duplicate,
        Some(_) => StorageDecision::Conflict,
    }
}
