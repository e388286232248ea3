//! The services' decisions, each test named after its rule.

mod data;
mod denials;
mod lost_records;
mod pseudonyms;
mod registration;
mod sequences;
mod stored_data;
mod versions;

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{ConfigurationVersion, Endpoint};
use iot4emissions_proto::services::call::{Answer, Call, Introduction, Sequence};
use iot4emissions_proto::services::data::{
    ConfigurationParameters, DeviceEntry, DeviceRecord, answer,
};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{
    self as registering, Effect, Event, StoredDataPolicy, VehicleRecord,
};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::VehicleInfo;

fn device(name: &str) -> DeviceId {
    name.parse().unwrap()
}

fn number(number: u64) -> Sequence {
    number.try_into().unwrap()
}

fn make(make: &str) -> VehicleInfo {
    VehicleInfo {
        make: Some(make.parse().unwrap()),
        ..VehicleInfo::default()
    }
}

const NOW: UnixSeconds = UnixSeconds(1_622_505_600);

/// What the Data Service's operator configures devices with.
fn parameters() -> ConfigurationParameters {
    let endpoint = |host: &str| Endpoint {
        host: host.parse().unwrap(),
        port: 8883.try_into().unwrap(),
    };
    ConfigurationParameters {
        registration_mqtt: endpoint("registration.example"),
        obfcm_data_mqtt: endpoint("data.example"),
        acquire_frequency: "0 0 0 1 * ? *".parse().unwrap(),
        transfer_frequency: "0 0 0 1 1/3 ? *".parse().unwrap(),
        config_check_frequency: "0 0 0 1 1/3 ? *".parse().unwrap(),
        first_version: ConfigurationVersion::new(7).unwrap(),
    }
}

fn introduction(name: &str, sequence: u64) -> Call {
    let introduction = Introduction::new(
        device(name),
        &VehicleInfo::default(),
        IntroductionScope::Report,
    );
    Call::introduced(introduction, number(sequence))
}

fn cleared(sequence: u64) -> Call {
    Call::cleared(device("d1"), number(sequence))
}

/// What an event makes of a vehicle's record, by the policy that stands.
fn decide(record: VehicleRecord, event: Event) -> (VehicleRecord, Vec<Effect>) {
    registering::decide(record, event, &StoredDataPolicy::default())
}

/// What a call makes of a record that it does not forget.
fn answered(
    record: Option<DeviceRecord>,
    call: &Call,
    parameters: &ConfigurationParameters,
    now: UnixSeconds,
) -> (Option<DeviceRecord>, Answer) {
    let (entry, answer) = answer(record.map(DeviceEntry::from), call, parameters, now);
    (
        entry.map(|entry| entry.into_record().expect("known")),
        answer,
    )
}

/// The record of a device that was introduced.
fn introduced() -> DeviceRecord {
    let (record, answer) = answered(None, &introduction("d1", 1), &parameters(), NOW);
    assert_eq!(answer, Answer::Applied);
    record.unwrap()
}

fn called(record: DeviceRecord, call: &Call) -> (DeviceRecord, Answer) {
    let (record, answer) = answered(Some(record), call, &parameters(), NOW);
    (record.unwrap(), answer)
}

/// What becomes of a record by calls that are all applied.
fn applied(mut record: DeviceRecord, calls: &[Call]) -> DeviceRecord {
    for call in calls {
        let (after, answer) = called(record, call);
        assert_eq!(answer, Answer::Applied);
        record = after;
    }
    record
}

fn version(record: &DeviceRecord) -> u32 {
    record.version().get()
}
