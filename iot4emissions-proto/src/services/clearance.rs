//! Whether a device may send, and why not (P-5.50, P-7.4 to P-7.6).

use serde::{Deserialize, Serialize};

use crate::message::ConfiguredState;

/// Why a device may not send (P-5.50, P-7.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SuspensionReason {
    /// Its vehicle is not cleared: no consent, or not registered in the Union.
    NotCleared,
    /// An operator has paused it.
    Pause,
}

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
    /// Where every device starts, and where it ends (P-7.5, P-7.3).
    pub const NOT_CLEARED: Self = Self::Suspended(SuspensionReason::NotCleared);

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
