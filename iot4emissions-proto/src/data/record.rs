//! What the Data Service stores of one device (P-1.3, P-7.5 to P-7.7).

use serde::{Deserialize, Serialize};

use super::SuspensionReason;
use crate::identity::DeviceId;
use crate::message::{ConfigurationStatus, ConfiguredState};
use crate::vehicle::VehicleInfo;

/// Whether a device may send: on the allow-list, or on the deny-list for a reason
/// (JRC127600 §2.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Clearance {
    /// It may: on the allow-list.
    Cleared,
    /// It may not: on the deny-list.
    Suspended(SuspensionReason),
}

impl Clearance {
    /// The state that a device is commanded into (P-7.5, P-7.6).
    #[must_use]
    pub const fn device_state(self) -> ConfiguredState {
        match self {
            Self::Cleared => ConfiguredState::Operational,
            Self::Suspended(SuspensionReason::NotCleared) => ConfiguredState::Initialized,
            Self::Suspended(SuspensionReason::Pause) => ConfiguredState::Standby,
        }
    }
}

/// One device that has been introduced.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeviceRecord {
    /// The device.
    pub device: DeviceId,
    /// Its vehicle's attributes.
    pub attributes: VehicleInfo,
    /// Whether it may send.
    pub clearance: Clearance,
    /// The sequence of the last call (P-5.51).
    pub sequence: u64,
    /// The configuration that the broker retains for it (P-7.8).
    pub configuration: ConfigurationStatus,
}
