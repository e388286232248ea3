//! What becomes of data that the Data Service has stored, when something happens to its
//! vehicle (P-7.14): an operator's setting.

use serde::{Deserialize, Serialize};

/// What becomes of what is stored of a device. In serde `keep`, `separate`, `erase`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StoredData {
    /// It stays, and what comes later goes on with it.
    Keep,
    /// It stays, and what comes later is a segment of its own (P-7.13).
    Separate,
    /// It is erased.
    Erase,
}

/// The setting for each cause. Data of two owners is never one series, and what its owner
/// [had erased](super::Event::Erased) is erased: neither is a setting.
///
/// ```
/// use iot4emissions_proto::services::registration::{StoredData, StoredDataPolicy};
///
/// let policy = StoredDataPolicy {
///     withdrawal: StoredData::Erase,
///     ..StoredDataPolicy::default()
/// };
/// assert_eq!(policy.release, StoredData::Keep);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct StoredDataPolicy {
    /// The owner withdraws consent. By default it is separated: a withdrawal does not touch
    /// what was lawful before it ((EU) 2016/679, Article 7(3)), and whoever wants that
    /// erased, too, says so (Article 17).
    pub withdrawal: StoredData,
    /// The vehicle leaves the Union, or circulation. By default it is separated: one that
    /// comes back has other papers.
    pub leaving: StoredData,
    /// An operator releases the vehicle from its device, which was replaced. By default it
    /// is kept. [`StoredData::Separate`] does the same: the next device has an ID of its
    /// own, and this one, introduced again, begins a new segment whatever is set.
    pub release: StoredData,
    /// The vehicle is scrapped. By default it is kept, while the vehicle's record goes, and
    /// with it the only way from the data to the vehicle. [`StoredData::Separate`] does the
    /// same.
    pub scrapping: StoredData,
}

impl Default for StoredDataPolicy {
    fn default() -> Self {
        Self {
            withdrawal: StoredData::Separate,
            leaving: StoredData::Separate,
            release: StoredData::Keep,
            scrapping: StoredData::Keep,
        }
    }
}
