//! What the Registration Service tells the Data Service, and what it is answered (P-5.50,
//! P-5.51).

mod answer;
mod sequence;

use serde::{Deserialize, Serialize};

pub use answer::Answer;
pub use sequence::{Sequence, SequenceError};

use super::clearance::{Clearance, SuspensionReason};
use super::introduction::IntroducedAttributes;
use crate::identity::{DeviceId, SealedDeviceId};
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
        /// The ID under which the Data Service is to know the device, where it is another one
        /// (P-1.7): as the device sent it, sealed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        data_device: Option<SealedDeviceId>,
    },
    /// The device may send (P-7.4).
    Cleared {
        /// Whether a new segment of its data begins (P-7.13); absent in JSON where none
        /// does.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        new_segment: bool,
    },
    /// The device may not send (P-7.4).
    Suspended {
        /// Why.
        reason: SuspensionReason,
        /// Whether a new segment of its data begins (P-7.13); absent in JSON where none
        /// does.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        new_segment: bool,
    },
    /// All that is stored of the device is to be erased (P-7.14).
    Forgotten,
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
    /// Its ID for the Data Service, sealed, where it is another one (P-1.7).
    pub data_device: Option<SealedDeviceId>,
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
    /// All that is stored of the device is to be erased.
    Forgotten,
}

impl CallKind {
    /// Whether a device may send of which this was the last call (P-7.5, P-7.6): one that
    /// is introduced may not yet, one that is forgotten no longer.
    #[must_use]
    pub const fn clearance(self) -> Clearance {
        match self {
            Self::Introduced | Self::Forgotten => Clearance::NOT_CLEARED,
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
                data_device: introduction.data_device,
            },
        }
    }

    /// `cleared`: the device may send.
    #[must_use]
    pub fn cleared(device_id: DeviceId, sequence: Sequence) -> Self {
        Self {
            device_id,
            sequence,
            content: CallContent::Cleared { new_segment: false },
        }
    }

    /// `suspended`: the device may not send.
    #[must_use]
    pub fn suspended(device_id: DeviceId, reason: SuspensionReason, sequence: Sequence) -> Self {
        Self {
            device_id,
            sequence,
            content: CallContent::Suspended {
                reason,
                new_segment: false,
            },
        }
    }

    /// `forgotten`: all that is stored of the device is to be erased.
    #[must_use]
    pub fn forgotten(device_id: DeviceId, sequence: Sequence) -> Self {
        Self {
            device_id,
            sequence,
            content: CallContent::Forgotten,
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

    /// The same call, where `begins` one by which a new segment of the device's data begins
    /// (P-7.13). Neither an introduction nor an erasure has a word of that: each begins with
    /// nothing.
    #[must_use]
    pub fn beginning_segment(mut self, begins: bool) -> Self {
        if let CallContent::Cleared { new_segment } | CallContent::Suspended { new_segment, .. } =
            &mut self.content
        {
            *new_segment = begins;
        }
        self
    }

    /// Whether a new segment of the device's data begins by it (P-7.13).
    #[must_use]
    pub const fn begins_segment(&self) -> bool {
        match self.content {
            CallContent::Cleared { new_segment } | CallContent::Suspended { new_segment, .. } => {
                new_segment
            }
            CallContent::Introduced { .. } | CallContent::Forgotten => false,
        }
    }

    /// What kind of call it is.
    #[must_use]
    pub fn kind(&self) -> CallKind {
        match &self.content {
            CallContent::Introduced { .. } => CallKind::Introduced,
            CallContent::Cleared { .. } => CallKind::Cleared,
            CallContent::Suspended { reason, .. } => CallKind::Suspended(*reason),
            CallContent::Forgotten => CallKind::Forgotten,
        }
    }
}
