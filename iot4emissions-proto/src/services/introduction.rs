//! What the Data Service learns of a device's vehicle (P-1.6, P-7.1): by default what its
//! analyses need and nothing that is free text, so that no group of vehicles is a segment of
//! one by its papers (JRC127600 §2.1.1).

mod fuel;
mod minimal;

use serde::{Deserialize, Serialize};

pub use fuel::{FuelMode, FuelType};
pub use minimal::MinimalAttributes;

use super::call::Introduction;
use crate::identity::{DeviceId, SealedDeviceId};
use crate::vehicle::VehicleInfo;

/// How much of a vehicle's attributes goes to the Data Service: an operator's setting. In
/// serde `minimal`, `report`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum IntroductionScope {
    /// [`MinimalAttributes`].
    #[default]
    Minimal,
    /// All that the device sent, as the report has it (JRC127600 Table 4): twelve columns
    /// that join with the public register of CO2 emissions ((EU) 2019/631), where many a
    /// vehicle is the only one of its kind, and further attributes of any text.
    Report,
}

/// The attributes that an introduction has. There is no other way to one than through a
/// scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IntroducedAttributes {
    /// Those of the allow-list.
    Minimal(MinimalAttributes),
    /// The report's full set.
    Report(Box<VehicleInfo>),
}

impl IntroducedAttributes {
    /// As much of `attributes` as the scope lets through.
    #[must_use]
    pub fn of(attributes: &VehicleInfo, scope: IntroductionScope) -> Self {
        match scope {
            IntroductionScope::Minimal => Self::Minimal(MinimalAttributes::of(attributes)),
            IntroductionScope::Report => Self::Report(Box::new(attributes.clone())),
        }
    }
}

impl From<IntroducedAttributes> for VehicleInfo {
    /// As they travel, under the names of the Registration Request.
    fn from(attributes: IntroducedAttributes) -> Self {
        match attributes {
            IntroducedAttributes::Minimal(minimal) => minimal.into(),
            IntroducedAttributes::Report(attributes) => *attributes,
        }
    }
}

impl Introduction {
    /// The introduction of `device`, with as much of its vehicle's attributes as the scope
    /// lets through.
    #[must_use]
    pub fn new(device: DeviceId, attributes: &VehicleInfo, scope: IntroductionScope) -> Self {
        Self {
            device,
            attributes: IntroducedAttributes::of(attributes, scope),
            data_device: None,
        }
    }

    /// The same for a device that has another ID for the Data Service (P-1.7).
    #[must_use]
    pub fn under(mut self, data_device: Option<SealedDeviceId>) -> Self {
        self.data_device = data_device;
        self
    }
}
