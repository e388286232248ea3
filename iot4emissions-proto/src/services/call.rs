//! What the Registration Service tells the Data Service, and what it is answered (P-5.50,
//! P-5.51).

mod answer;
mod sequence;

use serde::{Deserialize, Serialize};

pub use answer::Answer;
pub use sequence::{Sequence, SequenceError};

use super::clearance::{Clearance, SuspensionReason};
use super::introduction::IntroducedAttributes;
use crate::identity::DeviceId;
use crate::vehicle::VehicleInfo;

/// A call: about one device, never with a VIN (P-1.5).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// The device.
    pub device_id: DeviceId,
    /// Grows with every call about the device (P-5.51).
    pub sequence: Sequence,
    /// What is told.
    #[serde(flatten)]
    pub content: CallContent,
}

/// What a call tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "call"
)]
pub enum CallContent {
    /// The device has registered (P-7.1).
    Introduced {
        /// Its vehicle's attributes.
        attributes: Box<VehicleInfo>,
    },
    /// The device may send (P-7.4).
    Cleared,
    /// The device may not send (P-7.4).
    Suspended {
        /// Why.
        reason: SuspensionReason,
    },
}

/// A device and as much of its vehicle's attributes as the operator's
/// [scope](super::introduction::IntroductionScope) lets through: all that the Data Service ever
/// learns of either (P-1.6, JRC127600 §4.2.1.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduction {
    /// The device.
    pub device: DeviceId,
    /// Of its vehicle's attributes.
    pub attributes: IntroducedAttributes,
}

/// What kind of call it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CallKind {
    /// The device has registered.
    Introduced,
    /// The device may send.
    Cleared,
    /// The device may not send.
    Suspended(SuspensionReason),
}

impl CallKind {
    /// Whether a device may send of which this was the last call (P-7.5, P-7.6): one that
    /// is introduced may not yet.
    #[must_use]
    pub const fn clearance(self) -> Clearance {
        match self {
            Self::Introduced => Clearance::NOT_CLEARED,
            Self::Cleared => Clearance::Cleared,
            Self::Suspended(reason) => Clearance::Suspended(reason),
        }
    }
}

impl From<Clearance> for CallKind {
    /// The call that tells it.
    fn from(clearance: Clearance) -> Self {
        match clearance {
            Clearance::Cleared => Self::Cleared,
            Clearance::Suspended(reason) => Self::Suspended(reason),
        }
    }
}

impl Call {
    /// `introduced`: the device has registered.
    #[must_use]
    pub fn introduced(introduction: Introduction, sequence: Sequence) -> Self {
        Self {
            device_id: introduction.device,
            sequence,
            content: CallContent::Introduced {
                attributes: Box::new(introduction.attributes.into()),
            },
        }
    }

    /// `cleared`: the device may send.
    #[must_use]
    pub fn cleared(device_id: DeviceId, sequence: Sequence) -> Self {
        Self {
            device_id,
            sequence,
            content: CallContent::Cleared,
        }
    }

    /// `suspended`: the device may not send.
    #[must_use]
    pub fn suspended(device_id: DeviceId, reason: SuspensionReason, sequence: Sequence) -> Self {
        Self {
            device_id,
            sequence,
            content: CallContent::Suspended { reason },
        }
    }

    /// `cleared` or `suspended`, as the clearance is.
    #[must_use]
    pub fn telling(device_id: DeviceId, clearance: Clearance, sequence: Sequence) -> Self {
        match clearance {
            Clearance::Cleared => Self::cleared(device_id, sequence),
            Clearance::Suspended(reason) => Self::suspended(device_id, reason, sequence),
        }
    }

    /// What kind of call it is.
    #[must_use]
    pub fn kind(&self) -> CallKind {
        match &self.content {
            CallContent::Introduced { .. } => CallKind::Introduced,
            CallContent::Cleared => CallKind::Cleared,
            CallContent::Suspended { reason } => CallKind::Suspended(*reason),
        }
    }
}
