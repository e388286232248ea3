//! What reaches the Registration Service, and what follows from it (P-5.50, P-7.1 to
//! P-7.4).

use serde::{Deserialize, Serialize};

use super::Country;
use crate::identity::DeviceId;
use crate::message::RegistrationStatus;
use crate::vehicle::VehicleInfo;

/// What happened to one vehicle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Event {
    /// A device sent a Registration Request with this vehicle's VIN (P-7.1).
    Requested {
        /// The device, by the topic that it published to.
        device: DeviceId,
        /// The attributes that it sent.
        attributes: VehicleInfo,
        /// Whether another vehicle's record is bound to the same device (P-7.3). This
        /// and the next are the facts that this vehicle's record cannot tell.
        bound_elsewhere: bool,
        /// The number of the last call about the device, 0 before the first: a device
        /// that moves to another vehicle goes on counting (P-5.51).
        last_sequence: u64,
    },
    /// A registrar registered the vehicle (P-5.50, P-7.4).
    Registered {
        /// Where.
        country: Country,
        /// The attributes in the registrar's papers.
        attributes: VehicleInfo,
        /// Whether its owner consents to the collection of data.
        consent: bool,
    },
    /// Consent was given or withdrawn, or the owner changed (P-7.4).
    ConsentChanged {
        /// Whether the owner consents now.
        consent: bool,
    },
    /// The vehicle left the Union, or circulation (P-7.4).
    Left,
    /// An operator paused the vehicle's data collection, or resumed it (P-7.4).
    Paused {
        /// Whether it is paused now.
        paused: bool,
    },
    /// An operator released the VIN from its device, which was replaced (P-7.3).
    Released,
    /// The Data Service acknowledged the call with this number.
    CallAcknowledged {
        /// The device that the call was about.
        device: DeviceId,
        /// The call's sequence (P-5.51).
        sequence: u64,
    },
}

/// What is to be done once the record is stored. A service that may stop in between
/// stores the effects with the record: that a status has to be cleared, the record does
/// not say later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Effect {
    /// Publish the status, retained, to the device's RegisterServer topic; without a
    /// status, clear it by a zero-length payload (P-3.6).
    PublishStatus {
        /// The device.
        device: DeviceId,
        /// Its status.
        status: Option<RegistrationStatus>,
    },
    /// There is something to call the Data Service with:
    /// [`VehicleRecord::outstanding`](super::VehicleRecord::outstanding).
    CallDataService,
    /// Tell the operator (P-7.3).
    Raise(Notice),
}

/// What an operator is told: devices by their IDs, never a VIN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Notice {
    /// A device that is registered for a vehicle asked for another one.
    DeviceHasAnotherVehicle {
        /// The device.
        device: DeviceId,
    },
    /// A device asked for a vehicle that has a device.
    VehicleHasAnotherDevice {
        /// The device that asked.
        device: DeviceId,
        /// The device that the vehicle has.
        registered: DeviceId,
    },
    /// An attribute of a request contains the vehicle's VIN (P-1.5).
    AttributeContainsVin {
        /// The device that asked.
        device: DeviceId,
        /// The attribute's name.
        attribute: String,
    },
}
