//! A vehicle's device, and how far the Data Service has been told of it (P-7.1 to P-7.4).

use serde::{Deserialize, Serialize};

use crate::identity::{DeviceId, SealedDeviceId};
use crate::services::call::{Call, Introduction, Sequence};
use crate::services::clearance::{Clearance, SuspensionReason};
use crate::services::introduction::IntroductionScope;
use crate::vehicle::VehicleInfo;

/// A vehicle's device.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Binding {
    /// The device.
    pub device: DeviceId,
    /// The attributes of its latest request.
    pub attributes: VehicleInfo,
    /// Its ID for the Data Service, where it is another one: sealed, so that this service
    /// does not know it (P-1.7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_device: Option<SealedDeviceId>,
    /// Whether a new segment of its data is to begin that the Data Service has not
    /// acknowledged (P-7.13).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new_segment: bool,
    /// How far it has come.
    pub phase: Phase,
}

/// How far a vehicle's device has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Phase {
    /// The Data Service has not acknowledged the introduction (P-7.1), or no longer knows
    /// the device (P-7.11).
    Introducing {
        /// The introduction's number.
        sequence: Sequence,
    },
    /// The Data Service knows the device, and the device that it is registered.
    Introduced {
        /// What the Data Service acknowledged last.
        acknowledged: AcknowledgedClearance,
        /// The call that it has not answered.
        call: Option<ClearanceCall>,
    },
    /// The Data Service has not acknowledged that it erased what it has of the device,
    /// which the vehicle keeps (P-7.14).
    Forgetting {
        /// The number of the call.
        sequence: Sequence,
    },
    /// The Data Service knows nothing of the device. It is introduced again once the
    /// vehicle is cleared, or the device asks.
    Forgotten,
    /// The vehicle is released from it: that ends once the Data Service lets it send no
    /// longer (P-7.3).
    Releasing {
        /// The number of the call that suspends it, or has it forgotten.
        sequence: Sequence,
        /// Whether the Data Service is to erase what it has of it (P-7.14).
        erase: bool,
    },
}

/// What the Data Service is known to hold of a device's clearance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AcknowledgedClearance {
    /// Nothing is known, as one of the services has lost records (P-7.11).
    Nothing,
    /// It may not send, by the introduction alone. That the vehicle had a withdrawal, in
    /// which the unit may have collected under an earlier device ID, is yet to be told
    /// (P-7.4).
    Introduced,
    /// The device may send.
    Cleared,
    /// It may not. An introduction says so as well (P-7.5).
    Suspended(SuspensionReason),
    /// It may not, and never again: no version of a configuration is left to clear it with
    /// (P-7.6).
    NoVersionLeft,
}

/// A call that clears or suspends, and is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClearanceCall {
    /// Its number.
    pub sequence: Sequence,
    /// What it tells.
    pub clearance: Clearance,
    /// Whether a new segment begins by it (P-7.13).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new_segment: bool,
}

impl AcknowledgedClearance {
    /// Whether the Data Service need not be told `clearance`.
    #[must_use]
    pub fn covers(self, clearance: Clearance) -> bool {
        match self {
            Self::Nothing | Self::Introduced => false,
            Self::Cleared => clearance == Clearance::Cleared,
            Self::Suspended(reason) => clearance == Clearance::Suspended(reason),
            Self::NoVersionLeft => true,
        }
    }

    /// Whether the device is on the deny-list as one that is not cleared.
    pub(super) const fn is_not_cleared(self) -> bool {
        matches!(
            self,
            Self::Suspended(SuspensionReason::NotCleared) | Self::NoVersionLeft
        )
    }
}

impl From<Clearance> for AcknowledgedClearance {
    fn from(clearance: Clearance) -> Self {
        match clearance {
            Clearance::Cleared => Self::Cleared,
            Clearance::Suspended(reason) => Self::Suspended(reason),
        }
    }
}

impl Binding {
    /// The call that the Data Service has not answered.
    pub(super) fn outstanding(&self, scope: IntroductionScope) -> Option<Call> {
        let device = self.device.clone();
        match self.phase {
            Phase::Introducing { sequence } => {
                let introduction = Introduction::new(device, &self.attributes, scope)
                    .under(self.data_device.clone());
                Some(Call::introduced(introduction, sequence))
            }
            Phase::Introduced { call, .. } => {
                let ClearanceCall {
                    sequence,
                    clearance,
                    new_segment,
                } = call?;
                Some(Call::telling(device, clearance, sequence).beginning_segment(new_segment))
            }
            // A suspension that was under way before says the same.
            Phase::Releasing {
                sequence,
                erase: false,
            } => {
                let call = Call::telling(device, Clearance::NOT_CLEARED, sequence);
                Some(call.beginning_segment(self.new_segment))
            }
            Phase::Forgetting { sequence }
            | Phase::Releasing {
                sequence,
                erase: true,
            } => Some(Call::forgotten(device, sequence)),
            Phase::Forgotten => None,
        }
    }

    /// Whether the Data Service has acknowledged the introduction, and the vehicle is not
    /// being released.
    #[must_use]
    pub const fn is_introduced(&self) -> bool {
        matches!(self.phase, Phase::Introduced { .. })
    }

    /// Whether the vehicle is being released from it.
    #[must_use]
    pub const fn is_releasing(&self) -> bool {
        matches!(self.phase, Phase::Releasing { .. })
    }
}

impl Phase {
    /// The number of the call that the Data Service has not answered.
    pub(super) fn number(self) -> Option<Sequence> {
        match self {
            Self::Introducing { sequence }
            | Self::Forgetting { sequence }
            | Self::Releasing { sequence, .. } => Some(sequence),
            Self::Introduced { call, .. } => call.map(|call| call.sequence),
            Self::Forgotten => None,
        }
    }

    /// The same with another number for that call.
    pub(super) fn renumbered(self, sequence: Sequence) -> Self {
        match self {
            Self::Introducing { .. } => Self::Introducing { sequence },
            Self::Forgetting { .. } => Self::Forgetting { sequence },
            Self::Forgotten => Self::Forgotten,
            Self::Releasing { erase, .. } => Self::Releasing { sequence, erase },
            Self::Introduced { acknowledged, call } => Self::Introduced {
                acknowledged,
                call: call.map(|call| ClearanceCall { sequence, ..call }),
            },
        }
    }
}
