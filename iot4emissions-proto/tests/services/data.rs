//! The Data Service (P-7.5 to P-7.7, P-5.51).

use iot4emissions_proto::data::{
    self, Answer, Call, Clearance, ConfigurationParameters, DeviceRecord, Introduction, Reception,
    Storing, SuspensionReason,
};
use iot4emissions_proto::message::{ConfigurationVersion, ConfiguredState, Endpoint, Profile};
use iot4emissions_proto::obfcm::{Litres, Snapshot, Values};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::VehicleInfo;

use crate::device;

const NOT_CLEARED: Clearance = Clearance::Suspended(SuspensionReason::NotCleared);
const PAUSED: Clearance = Clearance::Suspended(SuspensionReason::Pause);

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

fn introduced() -> DeviceRecord {
    let introduction = Introduction {
        device: device("d1"),
        attributes: VehicleInfo::default(),
    };
    let call = Call::introduced(introduction, 1);
    let (record, answer) = data::answer(None, &call, &parameters());
    assert_eq!(answer, Answer::Applied);
    record.unwrap()
}

fn called(record: DeviceRecord, call: &Call) -> (DeviceRecord, Answer) {
    let (record, answer) = data::answer(Some(record), call, &parameters());
    (record.unwrap(), answer)
}

fn version(record: &DeviceRecord) -> u32 {
    record.configuration.configuration.version.get()
}

#[test]
fn p_7_5_introduced_devices_wait_on_the_deny_list() {
    let record = introduced();
    assert_eq!(record.clearance, NOT_CLEARED);
    assert_eq!(
        record.configuration.device_state,
        ConfiguredState::Initialized
    );
    assert_eq!(version(&record), 7);
}

#[test]
fn p_7_5_a_device_that_is_introduced_again_starts_over_with_its_attributes() {
    let (record, _) = called(introduced(), &Call::cleared(device("d1"), 2));
    let attributes = VehicleInfo {
        make: Some("JEEP".parse().unwrap()),
        ..VehicleInfo::default()
    };
    let introduction = Introduction {
        device: device("d1"),
        attributes: attributes.clone(),
    };
    let (record, answer) = called(record, &Call::introduced(introduction, 3));
    assert_eq!(answer, Answer::Applied);
    assert_eq!(record.attributes, attributes);
    assert_eq!(record.clearance, NOT_CLEARED);
    assert_eq!((record.sequence, version(&record)), (3, 9));
}

#[test]
fn p_7_6_each_change_is_one_version_and_repeats_change_nothing() {
    let (record, _) = called(introduced(), &Call::cleared(device("d1"), 2));
    assert_eq!(record.clearance, Clearance::Cleared);
    assert_eq!(
        record.configuration.device_state,
        ConfiguredState::Operational
    );
    assert_eq!(version(&record), 8);
    let (record, answer) = called(record, &Call::cleared(device("d1"), 2));
    assert_eq!((version(&record), answer), (8, Answer::Applied));
    let (record, answer) = called(record, &Call::cleared(device("d1"), 3));
    assert_eq!((version(&record), answer), (8, Answer::Applied));
    let pause = Call::suspended(device("d1"), SuspensionReason::Pause, 4);
    let (record, _) = called(record, &pause);
    assert_eq!(record.clearance, PAUSED);
    assert_eq!(record.configuration.device_state, ConfiguredState::Standby);
    assert_eq!(version(&record), 9);
}

#[test]
fn p_5_51_a_late_cleared_cannot_undo_a_suspended() {
    let suspension = Call::suspended(device("d1"), SuspensionReason::NotCleared, 3);
    let (record, _) = called(introduced(), &suspension);
    let (after, answer) = called(record.clone(), &Call::cleared(device("d1"), 2));
    assert_eq!(answer, Answer::Overtaken);
    assert_eq!(after, record);
}

#[test]
fn p_5_51_a_device_never_introduced_is_tried_again() {
    let call = Call::cleared(device("d1"), 2);
    assert_eq!(
        data::answer(None, &call, &parameters()),
        (None, Answer::NotIntroduced)
    );
}

#[test]
fn p_7_6_no_version_after_the_last() {
    let mut record = introduced();
    let last = ConfigurationVersion::new(u32::MAX).unwrap();
    record.configuration.configuration.version = last;
    let (after, answer) = called(record.clone(), &Call::cleared(device("d1"), 2));
    assert_eq!(answer, Answer::VersionsExhausted);
    assert_eq!(after, record);
}

#[test]
fn p_5_32_new_parameters_are_a_new_version() {
    let record = introduced();
    assert_eq!(data::reconfigure(record.clone(), &parameters()), None);
    let mut other = parameters();
    other.acquire_frequency = "0 0 0 ? * MON *".parse().unwrap();
    let changed = data::reconfigure(record, &other).unwrap();
    assert_eq!(version(&changed), 8);
    assert_eq!(
        changed.configuration.device_state,
        ConfiguredState::Initialized
    );
    assert_eq!(
        changed
            .configuration
            .configuration
            .acquire_frequency
            .as_str(),
        "0 0 0 ? * MON *"
    );
}

#[test]
fn p_7_7_unknown_denied_quarantined_accepted() {
    let good = br#"{"data":[{"acquired":1,"tfc":1.0}]}"#;
    let receive = |record: Option<&DeviceRecord>, payload: &[u8]| {
        data::receive(record, payload, Profile::Tolerant)
    };
    let denied = introduced();
    let (cleared, _) = called(denied.clone(), &Call::cleared(device("d1"), 2));
    assert_eq!(receive(None, good), Reception::Unknown);
    assert_eq!(receive(Some(&denied), good), Reception::Denied);
    assert_eq!(receive(Some(&denied), b"x"), Reception::Denied);
    assert!(matches!(
        receive(Some(&cleared), good),
        Reception::Accept(_)
    ));
    assert!(matches!(
        receive(Some(&cleared), b"x"),
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
    assert_eq!(data::store(None, &snapshot(1)), Storing::New);
    assert_eq!(
        data::store(Some(&snapshot(1)), &snapshot(1)),
        Storing::Duplicate
    );
    assert_eq!(
        data::store(Some(&snapshot(1)), &snapshot(2)),
        Storing::Conflict
    );
}
