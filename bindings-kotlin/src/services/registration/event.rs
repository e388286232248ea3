//! What reaches the Registration Service, and what follows from it (P-5.50, P-7.1 to P-7.4).
//! The names are longer than the core's: in Kotlin's generated package all stand side by side.

use iot4emissions_proto::identity::{DeviceId, SealedDeviceId};
use iot4emissions_proto::message::RegistrationStatus;
use iot4emissions_proto::services::call::{Answer, Sequence};
use iot4emissions_proto::services::registration::{
    Country, Effect as RegistrationEffect, Event as VehicleEvent,
    OperatorNotice as RegistrationNotice,
};
use iot4emissions_proto::vehicle::VehicleInfo;

use crate::services::json_forms;

/// What happened to one vehicle.
#[uniffi::remote(Enum)]
pub enum VehicleEvent {
    Requested {
        device: DeviceId,
        attributes: VehicleInfo,
        data_device: Option<SealedDeviceId>,
        bound_elsewhere: bool,
        last_sequence: Sequence,
    },
    Registered {
        country: Country,
        attributes: VehicleInfo,
        consent: bool,
    },
    ConsentChanged {
        consent: bool,
    },
    OwnerChanged {
        consent: bool,
    },
    Left,
    Scrapped,
    Erased,
    Paused {
        paused: bool,
    },
    Released,
    CallAnswered {
        device: DeviceId,
        sequence: Sequence,
        answer: Answer,
    },
    TellAgain,
}

/// What is to be done once the record is stored.
#[uniffi::remote(Enum)]
pub enum RegistrationEffect {
    PublishStatus {
        device: DeviceId,
        status: RegistrationStatus,
    },
    ClearStatus {
        device: DeviceId,
    },
    CallDataService,
    DeleteRecord {
        device: Option<DeviceId>,
    },
    Raise(RegistrationNotice),
}

/// What an operator is told. A notice that the core learns later has no class in the facade
/// yet: a test compares the two.
#[uniffi::remote(Enum)]
#[non_exhaustive]
pub enum RegistrationNotice {
    DeviceContainsVin,
    DeviceHasAnotherVehicle {
        device: DeviceId,
    },
    VehicleHasAnotherDevice {
        device: DeviceId,
        registered: DeviceId,
    },
    AttributeContainsVin {
        device: DeviceId,
        attribute: String,
    },
    NotIntroduced {
        device: DeviceId,
    },
    Misnumbered {
        device: DeviceId,
        sequence: Sequence,
        last: Sequence,
    },
    DataDeviceRefused {
        device: DeviceId,
    },
    VersionsExhausted {
        device: DeviceId,
    },
}

json_forms! {
    "an event": VehicleEvent, vehicle_event_to_json, vehicle_event_from_json;
    "an effect": RegistrationEffect, registration_effect_to_json, registration_effect_from_json;
    "a notice": RegistrationNotice, registration_notice_to_json, registration_notice_from_json;
}
