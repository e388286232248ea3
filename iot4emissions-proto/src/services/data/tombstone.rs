//! What is left of a device whose data was erased (P-7.14).

use serde::{Deserialize, Serialize};

use super::record::DeviceRecord;
use crate::message::ConfigurationVersion;
use crate::services::call::Sequence;
use crate::time::UnixSeconds;

/// That something was erased, and nothing of what: neither the device nor its vehicle. A
/// service finds it by a keyed hash of the device ID, and keeps it as long as a call or
/// data that was sent before may arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tombstone {
    /// The number of the last call (P-5.51): one that was sent before takes no effect.
    pub last: Sequence,
    /// The version that the device's configuration had, `None` where it had none: a device
    /// that is introduced again refuses what is not above it (P-6.8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<ConfigurationVersion>,
    /// When the data was erased.
    pub forgotten: UnixSeconds,
}

/// What the Data Service stores of a device: its record, or that it was forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DeviceEntry {
    /// It was introduced.
    Introduced(Box<DeviceRecord>),
    /// It was, and all of it is erased.
    Forgotten(Tombstone),
}

impl DeviceEntry {
    /// The record, where the device is known.
    #[must_use]
    pub fn record(&self) -> Option<&DeviceRecord> {
        match self {
            Self::Introduced(record) => Some(record),
            Self::Forgotten(_) => None,
        }
    }

    /// The same, owned.
    #[must_use]
    pub fn into_record(self) -> Option<DeviceRecord> {
        match self {
            Self::Introduced(record) => Some(*record),
            Self::Forgotten(_) => None,
        }
    }

    /// The number of the last call (P-5.51).
    #[must_use]
    pub fn last(&self) -> Sequence {
        match self {
            Self::Introduced(record) => record.last.sequence,
            Self::Forgotten(tombstone) => tombstone.last,
        }
    }

    /// Whether everything of the device is to be gone: snapshots, those that conflict,
    /// quarantined payloads, notices, the record itself, and the retained configuration, by
    /// a zero-length payload.
    #[must_use]
    pub const fn is_forgotten(&self) -> bool {
        matches!(self, Self::Forgotten(_))
    }
}

impl From<DeviceRecord> for DeviceEntry {
    fn from(record: DeviceRecord) -> Self {
        Self::Introduced(Box::new(record))
    }
}
