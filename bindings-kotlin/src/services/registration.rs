//! The Registration Service's decisions (P-7.1 to P-7.4, P-7.13, P-7.14).

mod binding;
mod event;
mod record;

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::RegistrationStatus;
use iot4emissions_proto::services::registration::{
    self, Country, Effect as RegistrationEffect, Event as VehicleEvent, StoredData,
    StoredDataPolicy, VehicleRecord,
};

use crate::error::Fault;
use crate::services::json_forms;

uniffi::custom_type!(Country, String, {
    remote, lower: |country| country.as_str().to_owned(), try_lift: |text| Ok(text.parse()?),
});

/// What becomes of what is stored of a device (P-7.14).
#[uniffi::remote(Enum)]
pub enum StoredData {
    Keep,
    Separate,
    Erase,
}

/// The setting for each cause.
#[uniffi::remote(Record)]
pub struct StoredDataPolicy {
    pub withdrawal: StoredData,
    pub leaving: StoredData,
    pub release: StoredData,
    pub scrapping: StoredData,
}

json_forms! {
    "a policy for stored data": StoredDataPolicy, stored_data_policy_to_json, stored_data_policy_from_json;
}

/// The policy where nothing is set.
#[uniffi::export]
fn stored_data_policy_standard() -> StoredDataPolicy {
    StoredDataPolicy::default()
}

/// What an event makes of a vehicle's record, and what follows.
#[derive(uniffi::Record)]
pub struct RegistrationDecision {
    record: VehicleRecord,
    effects: Vec<RegistrationEffect>,
}

/// What an event makes of a vehicle's record, and what follows.
#[uniffi::export]
fn registration_decide(
    record: VehicleRecord,
    event: VehicleEvent,
    policy: StoredDataPolicy,
) -> RegistrationDecision {
    let (record, effects) = registration::decide(record, event, &policy);
    RegistrationDecision { record, effects }
}

/// What a device's retained status should be (P-7.10).
#[uniffi::export]
fn registration_status_of(
    device: DeviceId,
    records: Vec<VehicleRecord>,
) -> Option<RegistrationStatus> {
    registration::status_of(&device, &records)
}

/// Whether the text is a country code (P-5.50).
#[uniffi::export]
fn country_check(text: &str) -> Result<(), Fault> {
    text.parse::<Country>()?;
    Ok(())
}

/// Whether it is a Member State of the European Union (P-7.4).
#[uniffi::export]
fn country_is_member_state(country: Country) -> bool {
    country.is_member_state()
}
