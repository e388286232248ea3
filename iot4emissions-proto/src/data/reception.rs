//! What becomes of a Data Transfer (P-7.7).

use super::record::{Clearance, DeviceRecord};
use crate::message::{DataTransfer, DecodeError, Decoded, Profile};
use crate::obfcm::Snapshot;

/// What to do with a Data Transfer that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reception {
    /// The device is not known: ignore it, and count it.
    Unknown,
    /// The device is on the deny-list: refuse it, and count it; nothing of it is
    /// stored.
    Denied,
    /// It cannot be read: quarantine the payload with the problems, as the device has
    /// deleted the source.
    Quarantine(DecodeError),
    /// Store each snapshot once: [`store`].
    Accept(Decoded<DataTransfer>),
}

/// What is to be done with a payload from a device, of which `record` is what the
/// service knows.
#[must_use]
pub fn receive(record: Option<&DeviceRecord>, payload: &[u8], profile: Profile) -> Reception {
    match record.map(|record| record.clearance) {
        None => Reception::Unknown,
        Some(Clearance::Suspended(_)) => Reception::Denied,
        Some(Clearance::Cleared) => match DataTransfer::decode(payload, profile) {
            Ok(decoded) => Reception::Accept(decoded),
            Err(error) => Reception::Quarantine(error),
        },
    }
}

/// What to do with one snapshot of an accepted Data Transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Storing {
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
pub fn store(stored: Option<&Snapshot>, snapshot: &Snapshot) -> Storing {
    match stored {
        None => Storing::New,
        Some(stored) if stored == snapshot => Storing::Duplicate,
        Some(_) => Storing::Conflict,
    }
}
