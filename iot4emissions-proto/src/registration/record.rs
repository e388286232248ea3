//! What the Registration Service stores of one vehicle (P-1.2, P-7.1 to P-7.4).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Country;
use crate::data::{Call, CallKind, Clearance, Introduction, SuspensionReason};
use crate::identity::DeviceId;
use crate::message::RegistrationStatus;
use crate::vehicle::{VehicleInfo, Vin};

/// One vehicle: what the registrar said of it, and its device.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VehicleRecord {
    /// The vehicle.
    pub vin: Vin,
    /// Where it is registered, `None` before it is and after it left.
    pub country: Option<Country>,
    /// The attributes in the registrar's papers.
    pub registered_attributes: Option<VehicleInfo>,
    /// Whether the owner consents.
    pub consent: bool,
    /// Whether an operator has paused the collection.
    pub paused: bool,
    /// The vehicle's device, which no other vehicle's record may have.
    pub binding: Option<Binding>,
    /// Devices whose requests were refused, and whose retained status says so.
    pub refused: BTreeSet<DeviceId>,
    /// The number of the last call about any of the vehicle's devices.
    pub sequence: u64,
}

/// A device and what the Data Service has been told of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Binding {
    /// The device.
    pub device: DeviceId,
    /// The attributes of its latest request.
    pub attributes: VehicleInfo,
    /// Whether the Data Service acknowledged the introduction.
    pub introduced: bool,
    /// What the Data Service acknowledged last; not cleared, by the introduction.
    pub told: Clearance,
    /// The call that has not been acknowledged, with its sequence.
    pub call: Option<(u64, CallKind)>,
    /// Whether the binding ends once the suspension is acknowledged (P-7.3).
    pub releasing: bool,
}

impl VehicleRecord {
    /// A vehicle of which nothing is known yet.
    #[must_use]
    pub fn new(vin: Vin) -> Self {
        Self {
            vin,
            country: None,
            registered_attributes: None,
            consent: false,
            paused: false,
            binding: None,
            refused: BTreeSet::new(),
            sequence: 0,
        }
    }

    /// What the device may do now: send, once the vehicle is registered in a Member
    /// State and consent is given, unless an operator has paused it (P-7.4).
    #[must_use]
    pub fn clearance(&self) -> Clearance {
        let in_union = self.country.is_some_and(Country::is_member_state);
        let releasing = self
            .binding
            .as_ref()
            .is_some_and(|binding| binding.releasing);
        match (in_union && self.consent && !releasing, self.paused) {
            (false, _) => Clearance::Suspended(SuspensionReason::NotCleared),
            (true, true) => Clearance::Suspended(SuspensionReason::Pause),
            (true, false) => Clearance::Cleared,
        }
    }

    /// What the Data Service is to be called with until it acknowledges it, one call
    /// at a time; no call has a VIN (P-1.5).
    #[must_use]
    pub fn outstanding(&self) -> Option<Call> {
        let binding = self.binding.as_ref()?;
        let (sequence, kind) = binding.call.as_ref()?;
        Some(match kind {
            CallKind::Introduced => Call::introduced(
                Introduction {
                    device: binding.device.clone(),
                    attributes: binding.attributes.clone(),
                },
                *sequence,
            ),
            CallKind::Cleared => Call::cleared(binding.device.clone(), *sequence),
            CallKind::Suspended(reason) => {
                Call::suspended(binding.device.clone(), *reason, *sequence)
            }
        })
    }

    /// Every retained status that the broker should hold because of this vehicle: to
    /// publish again where a broker lost it (P-7.8).
    #[must_use]
    pub fn retained(&self) -> Vec<(DeviceId, RegistrationStatus)> {
        let registered = self
            .binding
            .iter()
            .filter(|binding| binding.introduced && !self.refused.contains(&binding.device))
            .map(|binding| (binding.device.clone(), RegistrationStatus::Registered));
        let refused = self
            .refused
            .iter()
            .map(|device| (device.clone(), RegistrationStatus::ERROR));
        registered.chain(refused).collect()
    }
}
