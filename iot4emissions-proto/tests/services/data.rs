//! The Data Service (P-7.5 to P-7.7).

use iot4emissions_proto::message::{ConfiguredState, Profile};
use iot4emissions_proto::obfcm::{Litres, Snapshot, Values};
use iot4emissions_proto::services::call::{Answer, Call, Introduction};
use iot4emissions_proto::services::clearance::{Clearance, SuspensionReason};
use iot4emissions_proto::services::data::{self, DeviceRecord, Reception, StorageDecision};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::VehicleInfo;

use crate::{
    NOW, answered, applied, called, cleared, device, introduced, make, number, parameters, version,
};

const NOT_CLEARED: Clearance = Clearance::Suspended(SuspensionReason::NotCleared);
const PAUSED: Clearance = Clearance::Suspended(SuspensionReason::Pause);

fn state(record: &DeviceRecord) -> ConfiguredState {
    record.status().device_state
}

fn introduction(attributes: VehicleInfo, sequence: u64) -> Call {
    let device = device("d1");
    Call::introduced(
        Introduction::new(device, &attributes, IntroductionScope::Report),
        number(sequence),
    )
}

#[test]
fn p_7_5_introduced_devices_wait_on_the_deny_list() {
    let record = introduced();
    assert_eq!(record.clearance(), NOT_CLEARED);
    assert_eq!(state(&record), ConfiguredState::Initialized);
    assert_eq!((version(&record), record.issued), (7, NOW));
    assert_eq!(record.status().configuration, record.configuration);
}

#[test]
fn p_7_5_a_device_that_is_introduced_again_starts_over_with_its_attributes() {
    let record = applied(introduced(), &[cleared(2)]);
    let (record, answer) = called(record, &introduction(make("JEEP"), 3));
    assert_eq!(answer, Answer::Applied);
    assert_eq!(record.attributes, make("JEEP"));
    assert_eq!(record.clearance(), NOT_CLEARED);
    assert_eq!((record.last.sequence, version(&record)), (number(3), 9));
}

#[test]
fn p_7_6_each_change_is_one_version_and_repeats_change_nothing() {
    let record = applied(introduced(), &[cleared(2)]);
    assert_eq!(record.clearance(), Clearance::Cleared);
    assert_eq!(state(&record), ConfiguredState::Operational);
    assert_eq!(version(&record), 8);
    let record = applied(record, &[cleared(2), cleared(3)]);
    assert_eq!(version(&record), 8);
    let pause = Call::suspended(device("d1"), SuspensionReason::Pause, number(4));
    let record = applied(record, &[pause]);
    assert_eq!(record.clearance(), PAUSED);
    assert_eq!(state(&record), ConfiguredState::Standby);
    assert_eq!(version(&record), 9);
}

#[test]
fn p_5_32_new_parameters_are_a_new_version() {
    let record = introduced();
    let unchanged = data::reconfigure(record.clone(), &parameters(), NOW);
    assert_eq!(unchanged, Ok(None));
    let mut other = parameters();
    other.acquire_frequency = "0 0 0 ? * MON *".parse().unwrap();
    let later = UnixSeconds(NOW.0 + 1);
    let changed = data::reconfigure(record, &other, later).unwrap().unwrap();
    assert_eq!((version(&changed), changed.issued), (8, later));
    assert_eq!(state(&changed), ConfiguredState::Initialized);
    let frequency = &changed.configuration.acquire_frequency;
    assert_eq!(frequency.as_str(), "0 0 0 ? * MON *");
}

/// The Registration Service refuses such a request; a Data Service that is called with one
/// all the same keeps nothing of it.
#[test]
fn p_1_5_an_attribute_with_the_shape_of_a_vin_is_left_behind() {
    let mut attributes = make("JEEP");
    attributes.version = Some("WVW-ZZZ1JZXW-000001".parse().unwrap());
    let call = introduction(attributes, 1);
    let (record, answer) = answered(None, &call, &parameters(), NOW);
    let record = record.unwrap();
    assert_eq!(answer, Answer::Applied);
    assert_eq!(record.attributes, make("JEEP"));
    // The same call again is the same, and a known device has none either.
    let (record, answer) = called(record, &call);
    assert_eq!(answer, Answer::Applied);
    let vin = "WVWZZZ1JZXW000001".parse().unwrap();
    let other = VehicleInfo {
        variant: Some("WVWZZZ1JZXW000001".parse().unwrap()),
        ..VehicleInfo::default()
    };
    let record = applied(record, &[introduction(other, 2)]);
    assert_eq!(record.attributes.attribute_containing(&vin), None);
}

#[test]
fn p_7_7_unknown_denied_quarantined_accepted() {
    let good = br#"{"data":[{"acquired":1,"tfc":1.0}]}"#;
    let receive = |record: Option<&DeviceRecord>, payload: &[u8]| {
        data::receive(record, payload, Profile::Tolerant)
    };
    let denied = introduced();
    let allowed = applied(denied.clone(), &[cleared(2)]);
    assert_eq!(receive(None, good), Reception::Unknown);
    for payload in [&good[..], b"x"] {
        let reception = receive(Some(&denied), payload);
        assert!(matches!(reception, Reception::Denied(_)));
    }
    assert!(matches!(
        receive(Some(&allowed), good),
        Reception::Accept(_)
    ));
    assert!(matches!(
        receive(Some(&allowed), b"x"),
        Reception::Quarantine(_)
    ));
}

#[test]
fn p_7_7_each_snapshot_is_stored_once_as_first_seen() {
    let snapshot = |tenths: u32| {
        let values = Values {
            total_fuel_consumed: Some(Litres::from_tenths(tenths).unwrap()),
            ..Values::default()
        };
        Snapshot::new(UnixSeconds(5), values).unwrap()
    };
    assert_eq!(data::store(None, &snapshot(1)), StorageDecision::New);
    assert_eq!(
        data::store(Some(&snapshot(1)), &snapshot(1)),
        StorageDecision::Duplicate
    );
    assert_eq!(
        data::store(Some(&snapshot(1)), &snapshot(2)),
        StorageDecision::Conflict
    );
}
