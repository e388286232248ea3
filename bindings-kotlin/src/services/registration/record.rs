//! What the Registration Service stores of one vehicle (P-1.2, P-7.1 to P-7.4).

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::RegistrationStatus;
use iot4emissions_proto::services::call::{Call, Sequence};
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{Binding, Country, VehicleRecord};
use iot4emissions_proto::vehicle::{VehicleInfo, Vin};

use crate::services::json_forms;

/// A vehicle's record, with its set as a list.
#[derive(uniffi::Record)]
pub struct VehicleRecordParts {
    vin: Vin,
    country: Option<Country>,
    registered_attributes: Option<VehicleInfo>,
    consent: bool,
    paused: bool,
    withdrawn: bool,
    separated: bool,
    ending: bool,
    binding: Option<Binding>,
    refused: Vec<DeviceId>,
    sequence: Sequence,
}

uniffi::custom_type!(VehicleRecord, VehicleRecordParts, {
    remote,
    lower: |record| record.into(),
    try_lift: |parts| Ok(parts.into()),
});

macro_rules! same_fields {
    ($($field:ident),*) => {
        impl From<VehicleRecord> for VehicleRecordParts {
            fn from(record: VehicleRecord) -> Self {
                let VehicleRecord { refused, $($field),* } = record;
                let refused = refused.into_iter().collect();
                Self { refused, $($field),* }
            }
        }

        impl From<VehicleRecordParts> for VehicleRecord {
            fn from(parts: VehicleRecordParts) -> Self {
                let VehicleRecordParts { refused, $($field),* } = parts;
                let refused = refused.into_iter().collect();
                Self { refused, $($field),* }
            }
        }
    };
}

same_fields!(
    vin,
    country,
    registered_attributes,
    consent,
    paused,
    withdrawn,
    separated,
    ending,
    binding,
    sequence
);

json_forms! {
    "a vehicle's record": VehicleRecord, vehicle_record_to_json, vehicle_record_from_json;
}

/// What the device may do now (P-7.4).
#[uniffi::export]
fn vehicle_record_clearance(record: VehicleRecord) -> Clearance {
    record.clearance()
}

/// What the Data Service is to be called with until it answers (P-5.51).
#[uniffi::export]
fn vehicle_record_outstanding(record: VehicleRecord, scope: IntroductionScope) -> Option<Call> {
    record.outstanding(scope)
}

/// Whether there is a call that the Data Service has not answered.
#[uniffi::export]
fn vehicle_record_has_outstanding_call(record: VehicleRecord) -> bool {
    record.has_outstanding_call()
}

/// A device's status that the broker should hold.
#[derive(uniffi::Record)]
pub struct RetainedStatus {
    device: DeviceId,
    status: RegistrationStatus,
}

/// Every retained status that the broker should hold because of this vehicle (P-7.8).
#[uniffi::export]
fn vehicle_record_retained(record: VehicleRecord) -> Vec<RetainedStatus> {
    let retained = record.retained().into_iter();
    retained
        .map(|(device, status)| RetainedStatus { device, status })
        .collect()
}
