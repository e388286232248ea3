//! What the Registration Service stores of one vehicle (P-1.2, P-7.1 to P-7.4).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Binding, Country};
use crate::identity::DeviceId;
use crate::message::RegistrationStatus;
use crate::services::call::{Call, Sequence};
use crate::services::clearance::{Clearance, SuspensionReason};
use crate::services::introduction::IntroductionScope;
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
    /// Whether the vehicle was ever withdrawn after it was registered with consent (P-7.4).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// Whether a segment of its data ever ended (P-7.13): after a loss of records, the Data
    /// Service cannot know of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub separated: bool,
    /// Whether the record is to be deleted once the vehicle has no device (P-7.14).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ending: bool,
    /// The vehicle's device, which no other vehicle's record may have.
    pub binding: Option<Binding>,
    /// Devices whose requests were refused, and whose retained status says so.
    pub refused: BTreeSet<DeviceId>,
    /// The number of the last call about the vehicle's device, or about the one that it had
    /// last (P-5.51).
    pub sequence: Sequence,
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
            withdrawn: false,
            separated: false,
            ending: false,
            binding: None,
            refused: BTreeSet::new(),
            sequence: Sequence::NONE,
        }
    }

    /// What the device may do now: send, once the vehicle is registered in a Member
    /// State and consent is given, unless an operator has paused it (P-7.4).
    #[must_use]
    pub fn clearance(&self) -> Clearance {
        let releasing = self.binding.as_ref().is_some_and(Binding::is_releasing);
        match (self.is_consented() && !releasing, self.paused) {
            (false, _) => Clearance::NOT_CLEARED,
            (true, true) => Clearance::Suspended(SuspensionReason::Pause),
            (true, false) => Clearance::Cleared,
        }
    }

    /// Whether it is registered in a Member State, with its owner's consent.
    pub(super) fn is_consented(&self) -> bool {
        self.country.is_some_and(Country::is_member_state) && self.consent
    }

    /// What the Data Service is to be called with until it answers, one call at a time;
    /// no call has a VIN (P-1.5). An introduction has as much of the vehicle's attributes as
    /// `scope` lets through (P-1.6): an operator's setting, the same for every call of a
    /// service.
    #[must_use]
    pub fn outstanding(&self, scope: IntroductionScope) -> Option<Call> {
        self.binding.as_ref()?.outstanding(scope)
    }

    /// Whether there is a call that the Data Service has not answered.
    #[must_use]
    pub fn has_outstanding_call(&self) -> bool {
        let binding = self.binding.as_ref();
        binding.is_some_and(|binding| binding.phase.number().is_some())
    }

    /// Every retained status that the broker should hold because of this vehicle: to
    /// publish again where a broker lost it (P-7.8). Where several vehicles' records name
    /// a device, [`status_of`] says which of their words counts.
    #[must_use]
    pub fn retained(&self) -> Vec<(DeviceId, RegistrationStatus)> {
        let binding = self.binding.iter();
        let devices = binding.map(|binding| &binding.device);
        let devices = devices.filter(|device| !self.refused.contains(*device));
        devices
            .chain(&self.refused)
            .filter_map(|device| Some((device.clone(), self.status_of(device)?)))
            .collect()
    }

    /// What this vehicle's record says of a device: that its request was refused, or that
    /// it is registered.
    #[must_use]
    pub fn status_of(&self, device: &DeviceId) -> Option<RegistrationStatus> {
        if self.refused.contains(device) {
            return Some(RegistrationStatus::ERROR);
        }
        let binding = self.binding.as_ref();
        let introduced = binding.is_some_and(|it| it.device == *device && it.is_introduced());
        introduced.then_some(RegistrationStatus::Registered)
    }

    /// The next number, for a call (P-5.51). There is none after the last, which
    /// suspensions share.
    pub(super) fn count_up(&mut self) -> Sequence {
        self.sequence = self.sequence.next().unwrap_or(Sequence::LARGEST);
        self.sequence
    }
}

/// What a device's retained status should be, out of all vehicles' records that name the
/// device (P-7.10): `error` where one of them refused it, else `registered` where one has
/// it, else nothing.
#[must_use]
pub fn status_of<'a>(
    device: &DeviceId,
    records: impl IntoIterator<Item = &'a VehicleRecord>,
) -> Option<RegistrationStatus> {
    let mut status = None;
    for said in records.into_iter().filter_map(|it| it.status_of(device)) {
        if said != RegistrationStatus::Registered {
            return Some(said);
        }
        status = Some(said);
    }
    status
}
