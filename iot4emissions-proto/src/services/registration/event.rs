//! What reaches the Registration Service, and what follows from it (P-5.50, P-7.1 to
//! P-7.4).

use serde::{Deserialize, Serialize};

use super::Country;
use crate::identity::{DeviceId, SealedDeviceId};
use crate::message::RegistrationStatus;
use crate::services::call::{Answer, Sequence};
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
        /// Its ID for the Data Service, where it sent one (P-1.7).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        data_device: Option<SealedDeviceId>,
        /// Whether another vehicle's record is bound to the same device (P-7.3). This
        /// and the next are the facts that this vehicle's record cannot tell.
        bound_elsewhere: bool,
        /// The number of the last call about the device, 0 before the first: each device
        /// has numbers of its own, and goes on with them in whatever vehicle it is
        /// (P-5.51). A service keeps it by device.
        last_sequence: Sequence,
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
    /// The vehicle's owner gave consent or withdrew it (P-7.4).
    ConsentChanged {
        /// Whether the owner consents now.
        consent: bool,
    },
    /// The vehicle has another owner: a new segment of its data begins, also where the new
    /// one consents at once (P-7.13).
    OwnerChanged {
        /// Whether the new owner consents.
        consent: bool,
    },
    /// The vehicle left the Union, or circulation (P-7.4).
    Left,
    /// The vehicle was scrapped: its device is released, and its record deleted (P-7.14).
    Scrapped,
    /// The vehicle's owner had erased what is stored of it: by both services, the vehicle's
    /// record too (P-7.14).
    Erased,
    /// An operator paused the vehicle's data collection, or resumed it (P-7.4).
    Paused {
        /// Whether it is paused now.
        paused: bool,
    },
    /// An operator released the VIN from its device, which was replaced (P-7.3).
    Released,
    /// The Data Service answered the call with this number (P-5.51).
    CallAnswered {
        /// The device that the call was about.
        device: DeviceId,
        /// The call's number.
        sequence: Sequence,
        /// What it answered.
        answer: Answer,
    },
    /// One of the services was restored from a backup: the Data Service is told again
    /// whether the device may send, whatever it was told before, by a call with a new number
    /// (P-7.11). A restored Registration Service hears first what changed since its backup.
    TellAgain,
}

/// What is to be done once the record is stored. A service that may stop in between
/// stores the effects with the record: that a status has to be cleared, the record does
/// not say later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Effect {
    /// Publish the status, retained, to the device's RegisterServer topic.
    PublishStatus {
        /// The device.
        device: DeviceId,
        /// Its status.
        status: RegistrationStatus,
    },
    /// This vehicle's record says nothing of the device any more. Publish what the records
    /// of other vehicles say of it, [`status_of`](super::status_of); where that is
    /// nothing, clear its topic by a zero-length payload (P-3.6, P-7.10).
    ClearStatus {
        /// The device.
        device: DeviceId,
    },
    /// There is something to call the Data Service with:
    /// [`VehicleRecord::outstanding`](super::VehicleRecord::outstanding).
    CallDataService,
    /// Nothing of the vehicle is to be kept (P-7.14): delete its record, the number of its
    /// device's last call, and whatever else the service keeps by its VIN or its device's
    /// ID. The effects before are carried out as well: the retained status is cleared. An
    /// answer to a call of before is not waited for any more: numbers begin anew (P-5.51).
    DeleteRecord {
        /// The device that the vehicle had.
        device: Option<DeviceId>,
    },
    /// Tell the operator (P-7.3, P-7.11).
    Raise(OperatorNotice),
}

/// What an operator is told: devices by their IDs, never a VIN.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum OperatorNotice {
    /// A device asked for the vehicle whose VIN its own ID contains, whatever stands
    /// between the characters (P-1.5). Its ID is not said.
    DeviceContainsVin,
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
    /// An attribute of a request contains the vehicle's VIN, or the shape of one (P-1.5).
    AttributeContainsVin {
        /// The device that asked.
        device: DeviceId,
        /// The attribute's name.
        attribute: String,
    },
    /// The Data Service no longer knew a device, and it is introduced again: the Data
    /// Service has lost records (P-7.11).
    NotIntroduced {
        /// The device.
        device: DeviceId,
    },
    /// A call's number did not fit those that the Data Service knows, and it is made again
    /// with another one: one of the services has lost records (P-5.51, P-7.11).
    Misnumbered {
        /// The device.
        device: DeviceId,
        /// The number that did not fit.
        sequence: Sequence,
        /// The last that the Data Service knows. After [`Sequence::LARGEST`] there is none
        /// to go on with: the Data Service's operator
        /// [restarts](crate::services::data::restart_numbers) them.
        last: Sequence,
    },
    /// A device's ID for the Data Service was refused there: that cannot open it, or another
    /// device has it (P-7.16). The device is answered `error`, and released.
    DataDeviceRefused {
        /// The device.
        device: DeviceId,
    },
    /// A device can never be cleared again: it has had the last version of a configuration
    /// (P-7.6). It needs another identity.
    VersionsExhausted {
        /// The device.
        device: DeviceId,
    },
}
